package org.failovermon.engine.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult.Figure;
import org.failovermon.engine.model.check.Probe;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/** Questions to name servers, over UDP, and over TCP where an answer does not fit. */
final class DnsProbe {
  private static final int MOST_SHOWN = 3;

  /** A datagram may be lost: it is sent up to three times within the timeout. */
  private static final int SENDS = 3;

  private DnsProbe() {}

  static Finding probe(Attempt attempt, ProbeTools tools, Probe.Dns probe)
      throws ProbeFailure, IOException, InterruptedException {
    Pattern expected = probe.expect() == null ? null : Patterns.compile(probe.expect());
    Message question = question(probe);
    List<InetSocketAddress> servers = servers(attempt, tools, probe);
    attempt.waitingFor("waiting for the answer of " + shown(servers.getFirst()));
    Message answer = ask(attempt, servers, question);
    long took = attempt.madeForNanos();
    Figure time = Finding.seconds("time", took);
    int code = answer.getRcode();
    if (code != Rcode.NOERROR) {
      return Finding.critical("answered " + words(code), time);
    }
    List<String> found = new ArrayList<>();
    int type = Type.value(probe.type());
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record.getType() == type) {
        found.add(record.rdataToString());
      }
    }
    if (found.isEmpty()) {
      return Finding.critical("answered without a record of type " + probe.type(), time);
    }
    String shown =
        attempt.quote(String.join(", ", found.subList(0, Math.min(MOST_SHOWN, found.size()))))
            + (found.size() > MOST_SHOWN ? " and " + (found.size() - MOST_SHOWN) + " more" : "");
    if (expected != null) {
      boolean matched = false;
      for (String record : found) {
        matched |= Patterns.found(expected, record);
      }
      if (!matched) {
        return Finding.critical("answered " + shown + ", expected '" + probe.expect() + "'", time);
      }
    }
    return Finding.ok("answered " + shown + " in " + Finding.time(took), time);
  }

  private static Message question(Probe.Dns probe) throws ProbeFailure {
    int type = Type.value(probe.type());
    if (type < 0) {
      throw ProbeFailure.unknown("'" + probe.type() + "' is not a type of records");
    }
    try {
      Name name = name(probe.name(), type);
      return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    } catch (TextParseException e) {
      throw ProbeFailure.unknown("'" + probe.name() + "' is not a name: " + e.getMessage());
    }
  }

  /** PTR is asked for an address as well as for its reverse name. */
  private static Name name(String text, int type) throws TextParseException {
    if (type == Type.PTR && !text.endsWith(".arpa") && !text.endsWith(".arpa.")) {
      try {
        return ReverseMap.fromAddress(InetAddress.ofLiteral(text));
      } catch (IllegalArgumentException e) {
        return Name.fromString(text, Name.root);
      }
    }
    return Name.fromString(text, Name.root);
  }

  private static List<InetSocketAddress> servers(Attempt attempt, ProbeTools tools, Probe.Dns probe)
      throws ProbeFailure, InterruptedException {
    if (probe.server() != null) {
      List<InetSocketAddress> servers = new ArrayList<>();
      for (InetAddress address : tools.names().resolve(attempt, probe.server())) {
        servers.add(new InetSocketAddress(address, probe.port()));
      }
      return servers;
    }
    ResolvConfResolverConfigProvider system = new ResolvConfResolverConfigProvider();
    system.initialize(); // reads the file each time: it changes while we run
    if (system.servers().isEmpty()) {
      throw ProbeFailure.unknown("/etc/resolv.conf names no server, and neither does the check");
    }
    return system.servers();
  }

  /** Asks, and asks again, in turn where there are several servers. */
  private static Message ask(Attempt attempt, List<InetSocketAddress> servers, Message question)
      throws ProbeFailure, IOException, InterruptedException {
    int tries = Math.max(SENDS, servers.size());
    for (int number = 0; ; number++) {
      InetSocketAddress server = servers.get(number % servers.size());
      boolean last = number == tries - 1;
      Duration share = attempt.left().dividedBy(last ? 1 : Math.min(tries - number, SENDS));
      SimpleResolver resolver = new SimpleResolver(server);
      resolver.setTimeout(share.plusMillis(1));
      CompletableFuture<Message> answer =
          resolver.sendAsync(question.clone()).toCompletableFuture();
      try {
        return answer.get(share.toNanos() + 1, TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        answer.cancel(true);
        giveUp(attempt, server, last);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof IOException io && !timedOut(io)) {
          throw strange(server, io);
        }
        giveUp(attempt, server, last);
      }
    }
  }

  private static boolean timedOut(IOException fault) {
    String message = String.valueOf(fault.getMessage()).toLowerCase(java.util.Locale.ROOT);
    return message.contains("timed out") || message.contains("timeout");
  }

  private static ProbeFailure strange(InetSocketAddress server, IOException fault) {
    if (fault instanceof org.xbill.DNS.WireParseException) {
      return ProbeFailure.critical(
          shown(server) + " answered with something that is not DNS: " + fault.getMessage());
    }
    return ProbeFailure.critical(shown(server) + ": " + Faults.of(fault).getMessage());
  }

  private static void giveUp(Attempt attempt, InetSocketAddress server, boolean last)
      throws ProbeFailure {
    if (last || attempt.left().isZero()) {
      throw ProbeFailure.critical(
          "no answer from " + shown(server) + " within " + Durations.show(attempt.timeout()));
    }
  }

  private static String shown(InetSocketAddress server) {
    String address = server.getAddress().getHostAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.getPort();
  }

  private static String words(int code) {
    String name = Rcode.string(code);
    return switch (code) {
      case Rcode.NXDOMAIN -> "NXDOMAIN: there is no such name";
      case Rcode.SERVFAIL -> "SERVFAIL: the server could not find out";
      case Rcode.REFUSED -> "REFUSED: the server does not want to answer us";
      default -> name;
    };
  }
}
