package org.failovermon.engine.probe;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.engine.action.BoundedOutput;
import org.failovermon.engine.action.Program;
import org.failovermon.engine.action.ProgramEnd;
import org.failovermon.engine.action.ProgramRunner;
import org.failovermon.engine.action.RunEnvironment;
import org.failovermon.engine.linux.EchoSocket;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult.Figure;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.port.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Echo requests (ICMP, ICMPv6): by a socket of our own where we may have one, otherwise by {@code
 * fping}, which Debian installs with the right to. Some lost of several is a warning, all lost a
 * failure.
 */
final class EchoProbe implements AutoCloseable {
  /** How long a refused socket is not asked for again: rights can be given while we run. */
  private static final long ASK_AGAIN_NANOS = 60_000_000_000L;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Pattern FPING =
      Pattern.compile(
          "xmt/rcv/%loss = ([0-9]+)/([0-9]+)/[0-9.]+%(?:, min/avg/max = [0-9.]+/([0-9.]+)/)?");

  private final ProgramRunner programs;
  private final Path home;
  private final Clock clock;
  private final Object lock = new Object();
  private @Nullable EchoDesk four;
  private @Nullable EchoDesk six;
  private boolean refused;
  private long refusedNanos;
  private boolean closed;

  EchoProbe(ProgramRunner programs, Path home, Clock clock) {
    this.programs = programs;
    this.home = home.toAbsolutePath();
    this.clock = clock;
  }

  /** Whether a program must do it, since we may not. */
  boolean needsProgram(Probe.Icmp probe) {
    try {
      var _ = desk(probe.address().contains(":"));
      return false;
    } catch (EchoSocket.NoRight e) {
      return true;
    } catch (IOException e) {
      return false; // it will say why, when it tries
    }
  }

  private EchoDesk desk(boolean wantsSix) throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new IOException("given up");
      }
      EchoDesk known = wantsSix ? six : four;
      if (known != null && !known.closed()) {
        return known;
      }
      if (refused && clock.nanos() - refusedNanos < ASK_AGAIN_NANOS) {
        throw new EchoSocket.NoRight();
      }
      try {
        EchoDesk desk = EchoDesk.open(wantsSix, clock);
        refused = false;
        if (wantsSix) {
          six = desk;
        } else {
          four = desk;
        }
        return desk;
      } catch (EchoSocket.NoRight e) {
        refused = true;
        refusedNanos = clock.nanos();
        throw e;
      }
    }
  }

  Finding probe(Attempt attempt, Names names, Probe.Icmp probe)
      throws ProbeFailure, IOException, InterruptedException {
    InetAddress target = names.resolve(attempt, probe.address()).getFirst();
    EchoDesk desk;
    try {
      desk = desk(target instanceof Inet6Address);
    } catch (EchoSocket.NoRight e) {
      return byProgram(attempt, target, probe.count());
    }
    return echoes(attempt, desk, target, Math.max(1, probe.count()));
  }

  private static Finding echoes(Attempt attempt, EchoDesk desk, InetAddress target, int count)
      throws ProbeFailure, IOException, InterruptedException {
    attempt.atTimeout(Status.CRITICAL, silence(attempt, count));
    // Our own end comes a little before the timeout, so that what came back is told.
    long timeout = attempt.timeout().toNanos();
    long margin = Math.min(50_000_000L, timeout / 10);
    long pause = Math.min(LONGEST_PAUSE.toNanos(), timeout / (2L * count));
    LinkedBlockingQueue<EchoDesk.Reply> replies = new LinkedBlockingQueue<>();
    List<Integer> sent = new ArrayList<>();
    List<EchoDesk.Reply> heard = new ArrayList<>();
    try {
      for (int number = 1; number <= count; number++) {
        sent.add(desk.send(target, replies));
        boolean last = number == count;
        while (heard.size() < number) {
          long left = attempt.left().toNanos() - margin;
          EchoDesk.Reply reply =
              replies.poll(Math.max(0, last ? left : Math.min(left, pause)), TimeUnit.NANOSECONDS);
          if (reply == null) {
            break;
          }
          heard.add(reply);
        }
      }
    } finally {
      sent.forEach(desk::forget);
    }
    return judge(attempt, count, heard);
  }

  private static Finding judge(Attempt attempt, int count, List<EchoDesk.Reply> heard)
      throws InterruptedException {
    List<EchoDesk.Reply> good = heard.stream().filter(reply -> reply.trouble().isEmpty()).toList();
    if (good.isEmpty()) {
      Optional<String> trouble = heard.stream().flatMap(r -> r.trouble().stream()).findFirst();
      if (trouble.isPresent()) {
        return new Finding(Status.CRITICAL, trouble.get(), List.of(loss(count, 0)));
      }
      waitForTheTimeout(attempt);
      return new Finding(Status.CRITICAL, silence(attempt, count), List.of(loss(count, 0)));
    }
    double mean = good.stream().mapToLong(EchoDesk.Reply::nanos).average().orElse(0);
    return heard(count, good.size(), (long) mean);
  }

  /** The end at the timeout knows of our own pauses. */
  private static void waitForTheTimeout(Attempt attempt) throws InterruptedException {
    new java.util.concurrent.CountDownLatch(1)
        .await(attempt.left().toNanos() + 1_000_000_000L, TimeUnit.NANOSECONDS);
  }

  private static Finding heard(int count, int good, long meanNanos) {
    List<Figure> figures = List.of(Finding.seconds("rta", meanNanos), loss(count, good));
    String text =
        count == 1
            ? "answered in " + Finding.time(meanNanos)
            : good
                + " of "
                + count
                + " echoes came back, in "
                + Finding.time(meanNanos)
                + " on average";
    return new Finding(good < count ? Status.WARNING : Status.OK, text, figures);
  }

  private static Figure loss(int count, int good) {
    return new Figure("loss", Math.round(100.0 * (count - good) / count), "%");
  }

  private static String silence(Attempt attempt, int count) {
    return "no answer within "
        + Durations.show(attempt.timeout())
        + (count == 1 ? "" : ", to none of " + count + " echo requests");
  }

  private Finding byProgram(Attempt attempt, InetAddress target, int count) throws ProbeFailure {
    Optional<Path> fping = RunEnvironment.find("fping", home);
    if (fping.isEmpty()) {
      throw ProbeFailure.unknown(
          "not made: this process may not send echo requests, and fping is not installed; let its"
              + " group do it (sysctl net.ipv4.ping_group_range=\"0 2147483647\"), or apt-get"
              + " install fping");
    }
    attempt.atTimeout(Status.CRITICAL, silence(attempt, count));
    long millis = Math.max(10, attempt.left().toMillis());
    long pause = Math.max(10, Math.min(1_000, millis / (2L * count)));
    long each = Math.max(10, millis - pause * (count - 1) - Math.min(200, millis / 4));
    BoundedOutput output = new BoundedOutput(8_192);
    ProgramEnd end =
        programs.run(
            new Program(
                fping.get(),
                List.of(
                    "-q",
                    "-c",
                    Integer.toString(count),
                    "-p",
                    Long.toString(pause),
                    "-t",
                    Long.toString(each),
                    target.getHostAddress()),
                RunEnvironment.common(home),
                home,
                ""),
            attempt.left().plusMillis(50),
            output::write);
    Matcher figures = FPING.matcher(output.text());
    if (!figures.find()) {
      return Finding.unknown("fping: " + end.sentence() + ": " + attempt.quote(output.text()));
    }
    int good = Integer.parseInt(figures.group(2));
    if (good == 0) {
      return new Finding(Status.CRITICAL, silence(attempt, count), List.of(loss(count, 0)));
    }
    double mean = figures.group(3) == null ? 0 : Double.parseDouble(figures.group(3));
    return heard(count, good, (long) (mean * 1_000_000));
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (four != null) {
        four.close();
      }
      if (six != null) {
        six.close();
      }
    }
  }
}
