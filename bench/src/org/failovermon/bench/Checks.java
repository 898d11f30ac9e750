package org.failovermon.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.probe.ProbeSettings;
import org.failovermon.engine.probe.ServiceProbes;

/**
 * Service checks alone, without an engine: the probes of the daemon in this JVM, a server in
 * another process. At a given rate: how long a check takes, how late it is begun, what it costs.
 * And as many as the machine makes, with 500 under way.
 */
final class Checks {
  private static final int WARM_SECONDS = 5;
  private static final int UNDER_WAY = 500;
  private static final long MOST_NANOS = 60_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Ground ground;
  private final long seconds;

  Checks(Ground ground, long seconds) {
    this.ground = ground;
    this.seconds = seconds;
  }

  /** What the server's process does: greets each connection, and hangs up after the other has. */
  static void serve() throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress("0.0.0.0", 0), 4_096);
    System.out.println(listener.getLocalPort());
    while (true) {
      Socket socket = listener.accept();
      Thread.ofVirtual().start(() -> greet(socket));
    }
  }

  private static void greet(Socket socket) {
    try (socket) {
      socket
          .getOutputStream()
          .write("220 ready\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      while (socket.getInputStream().read() >= 0) {
        // until it hangs up
      }
    } catch (IOException e) {
      return; // a check that hung up early
    }
  }

  void run(List<Long> rates) throws IOException, InterruptedException {
    Table table =
        new Table(
            "what",
            "checks/s",
            "median (ms)",
            "p99 (ms)",
            "worst (ms)",
            "begun late p99 (ms)",
            "not ok",
            "CPU (cores)",
            "memory (MiB)");
    Process server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                System.getProperty("bench.root") + "/bench/src/org/failovermon/bench/Bench.java",
                "checks-server")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = server.inputReader()) {
      int port = Integer.parseInt(said.readLine());
      for (long rate : rates) {
        table.row(atRate(tcp(port), rate, "tcp, connect"));
      }
      table.row(atRate(greeting(port), rates.getLast(), "tcp, connect and expect"));
      table.row(atRate(at -> new Probe.Icmp(target(at), 1), rates.getLast(), "icmp"));
      table.row(flatOut(tcp(port), "tcp, as many as go"));
      table.row(flatOut(at -> new Probe.Icmp(target(at), 1), "icmp, as many as go"));
    } finally {
      server.destroy();
      server.waitFor();
    }
    table.print("Service checks, " + seconds + " s each", "bench/run checks");
  }

  private interface Kind {
    Probe of(long number);
  }

  /** 200 hosts, all of them on loopback. */
  private static String target(long number) {
    return "127.9.0." + (1 + number % 200);
  }

  private static Kind tcp(int port) {
    return number -> new Probe.Tcp(target(number), port, List.of());
  }

  private static Kind greeting(int port) {
    return number ->
        new Probe.Tcp(target(number), port, List.of(new Probe.Exchange.Expect("^220 ")));
  }

  private static CheckSpec check(Kind kind, long number) {
    return new CheckSpec(
        "c" + number,
        kind.of(number),
        Duration.ofSeconds(1),
        TIMEOUT,
        3,
        2,
        null,
        List.of(),
        new Place("bench", 1));
  }

  /** Results of one measurement. */
  private static final class Tally implements AutoCloseable {
    private final ConcurrentHistogram took = new ConcurrentHistogram(MOST_NANOS, 3);
    private final ConcurrentHistogram late = new ConcurrentHistogram(MOST_NANOS, 3);
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong notOk = new AtomicLong();
    private final Semaphore places = new Semaphore(UNDER_WAY);
    private final ServiceProbes probes;

    Tally(Ground ground) throws IOException {
      probes =
          new ServiceProbes(
              ProbeSettings.withDefaults(ground.folder()),
              new BootClock(),
              event -> {
                if (event instanceof Event.Checked checked) {
                  took.recordValue(Math.min(MOST_NANOS, checked.result().took().toNanos()));
                  if (checked.result().status() != Status.OK && notOk.getAndIncrement() < 3) {
                    System.err.println(checked.result().text());
                  }
                  done.incrementAndGet();
                  places.release();
                }
                return true;
              });
    }

    void forget() {
      took.reset();
      late.reset();
      done.set(0);
      notOk.set(0);
    }

    String[] row(String what, double elapsedSeconds, double cpuSeconds) throws IOException {
      return new String[] {
        what,
        String.format(Locale.ROOT, "%.0f", done.get() / elapsedSeconds),
        Sample.ms(took.getValueAtPercentile(50)),
        Sample.ms(took.getValueAtPercentile(99)),
        Sample.ms(took.getMaxValue()),
        late.getTotalCount() == 0 ? "-" : Sample.ms(late.getValueAtPercentile(99)),
        Long.toString(notOk.get()),
        String.format(Locale.ROOT, "%.2f", cpuSeconds / elapsedSeconds),
        Long.toString(memoryMib())
      };
    }

    @Override
    public void close() {
      probes.close();
    }
  }

  private String[] atRate(Kind kind, long rate, String what) throws IOException {
    try (Tally tally = new Tally(ground)) {
      pace(tally, kind, rate, WARM_SECONDS);
      tally.forget();
      double cpu = cpuSeconds();
      long begun = System.nanoTime();
      pace(tally, kind, rate, seconds);
      double elapsed = (System.nanoTime() - begun) / 1e9;
      return tally.row(what + ", " + rate + "/s", elapsed, cpuSeconds() - cpu);
    }
  }

  private static void pace(Tally tally, Kind kind, long rate, long seconds) {
    long begun = System.nanoTime();
    long step = 1_000_000_000L / rate;
    for (long number = 0; number < rate * seconds; number++) {
      long due = begun + number * step;
      long now = System.nanoTime();
      while (now < due) {
        LockSupport.parkNanos(due - now);
        now = System.nanoTime();
      }
      tally.late.recordValue(Math.min(MOST_NANOS, now - due));
      tally.probes.start(check(kind, number), number);
    }
  }

  private String[] flatOut(Kind kind, String what) throws IOException, InterruptedException {
    try (Tally tally = new Tally(ground)) {
      hurry(tally, kind, WARM_SECONDS);
      tally.forget();
      double cpu = cpuSeconds();
      long begun = System.nanoTime();
      hurry(tally, kind, seconds);
      double elapsed = (System.nanoTime() - begun) / 1e9;
      return tally.row(what, elapsed, cpuSeconds() - cpu);
    }
  }

  private static void hurry(Tally tally, Kind kind, long seconds) throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (long number = 0; System.nanoTime() < end; number++) {
      tally.places.acquire();
      tally.probes.start(check(kind, number), number);
    }
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private static long memoryMib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return 0;
  }
}
