package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.port.Write;
import tools.jackson.databind.JsonNode;

/**
 * A daemon that watches many hosts at one beat a second, and another one that answers for all of
 * them. Every host has an address of its own (10.77.x.y), all of them routed to one other
 * namespace. What arrives there is counted by the kernel.
 */
final class Fleet {
  private final Ground ground;
  private final int size;
  private final Installation responder;
  private final Installation watcher;

  /** Routes the addresses of all hosts into namespace a; once in a run. */
  static void route(Ground ground) throws IOException, InterruptedException {
    ground.makeNamespaces();
    Ground.run("ip", "-n", ground.a(), "route", "add", "local", "10.77.0.0/16", "dev", "lo");
    Ground.run("ip", "-n", ground.b(), "route", "add", "10.77.0.0/16", "via", Ground.ADDRESS_A);
  }

  /**
   * Makes the two homes.
   *
   * @param size monitors that are written into the database
   * @param more further addresses that are answered for
   */
  Fleet(Ground ground, int size, int more) throws IOException, InterruptedException {
    this.ground = ground;
    this.size = size;
    responder = new Installation(ground, ground.a(), "responder-" + size);
    watcher = new Installation(ground, ground.b(), "watcher-" + size);
    responder.generateKey();
    watcher.copyKeyOf(responder);
    responder.settings(
        "listen = ["
            + IntStream.range(0, size + more)
                .mapToObj(host -> '"' + address(host) + '"')
                .collect(Collectors.joining(", "))
            + "]\n");
    watcher.settings("listen = [\"" + Ground.ADDRESS_B + "\"]\ngrace = \"0s\"\n");
  }

  Installation watcher() {
    return watcher;
  }

  /** Starts both, and all monitors. */
  void start() throws IOException, InterruptedException {
    System.err.printf(
        "%,d hosts: the responder is ready after %s ms%n", size, Sample.ms(responder.start()));
    addMonitors();
    System.err.printf(
        "%,d hosts: the watcher is ready after %s ms%n", size, Sample.ms(watcher.start()));
    watcher.socket().post("/v1/operate", "{\"command\": \"start\", \"hosts\": []}");
    System.err.printf("%,d hosts: the monitors are started%n", size);
  }

  void stop() throws InterruptedException {
    watcher.stop();
    responder.stop();
  }

  /** The address of a host, which is its name too. */
  static String address(int host) {
    return "10.77." + (host / 250 + 1) + "." + (host % 250 + 1);
  }

  /**
   * Written into the database before the daemon is started: ten thousand commands, each on the disk
   * before the next, would take minutes.
   */
  private void addMonitors() {
    Instant now = Instant.now();
    try (SqliteStore store =
        SqliteStore.open(StoreOptions.defaults(watcher.home().resolve("failovermon.db")))) {
      store.start(event -> true);
      List<Write> writes = new ArrayList<>();
      for (int host = 0; host < size; host++) {
        HostName name = new HostName(address(host));
        writes.add(new Write.PutMonitor(monitor(name)));
        writes.add(new Write.PutState(MonitorState.added(name, now)));
        writes.add(new Write.PutPath(CommPath.ownName(name)));
      }
      if (!store.commit(1, writes)) {
        throw new IllegalStateException("the store does not take " + writes.size() + " writes");
      }
    }
  }

  private static MonitorSpec monitor(HostName host) {
    MonitorSpec defaults = MonitorSpec.withDefaults(host);
    return new MonitorSpec(
        host,
        Duration.ofSeconds(1),
        3,
        defaults.timeout(),
        defaults.lostPulse(),
        defaults.regainPulse(),
        false);
  }

  /** Lateness is counted anew from here. */
  void resetFigures() {
    try {
      watcher.socket().post("/v1/daemon", "{\"command\": \"reset-figures\"}");
    } catch (IllegalStateException e) {
      System.err.println("lateness is counted from the start of the daemon: " + e.getMessage());
    }
  }

  /** How late beats were sent, since the figures were reset. */
  JsonNode figures() {
    return watcher.socket().get("/v1/status").path("figures");
  }

  /** A figure in milliseconds. */
  static String ms(JsonNode figures, String member) {
    return String.format(Locale.ROOT, "%.2f", figures.path(member).asDouble(Double.NaN) * 1000);
  }

  /** User and system time of the watcher, in seconds. */
  double cpuSeconds() throws IOException {
    return watcher.cpuSeconds();
  }

  /** Memory of the watcher, in MiB. */
  long residentMib() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + watcher.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Datagrams that the hosts have received. */
  long beatsReceived() throws IOException, InterruptedException {
    return counter("Udp: ", "InDatagrams");
  }

  /** TCP connections that the hosts have accepted. */
  long connectionsAccepted() throws IOException, InterruptedException {
    return counter("Tcp: ", "PassiveOpens");
  }

  private long counter(String protocol, String name) throws IOException, InterruptedException {
    List<String[]> lines =
        Arrays.stream(
                Ground.run("ip", "netns", "exec", ground.a(), "cat", "/proc/net/snmp").split("\n"))
            .filter(line -> line.startsWith(protocol))
            .map(line -> line.split(" ", -1))
            .toList();
    int column = List.of(lines.get(0)).indexOf(name);
    return Long.parseLong(lines.get(1)[column]);
  }
}
