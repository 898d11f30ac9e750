package org.failovermon.engine.heartbeat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.linux.OpenFileLimit;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.HeartbeatLink;

/**
 * Measures the cost of heartbeats; not a test. Run with the test class path:
 *
 * <pre>
 * java -cp ... org.failovermon.engine.heartbeat.HeartbeatMeasurement hmac
 * java -cp ... org.failovermon.engine.heartbeat.HeartbeatMeasurement rate 1000 10
 * java -cp ... org.failovermon.engine.heartbeat.HeartbeatMeasurement paths 10000 20
 * </pre>
 */
final class HeartbeatMeasurement {
  private static final int PORT = 26940;
  private static final KeyRing RING =
      new KeyRing(List.of(HeartbeatKey.of(new byte[HeartbeatKey.BYTES])));
  private static final BootClock CLOCK = new BootClock();

  private HeartbeatMeasurement() {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "hmac" -> codec();
      case "rate" -> inProcess(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), 0);
      case "paths" -> inProcess(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), 1);
      case "responder" -> respondUntilInputEnds();
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void codec() {
    Codec codec = new Codec(RING);
    Message.Answer answer =
        new Message.Answer(new Nonce(1, 2), new Condition(1, 0, 0, Health.GOOD));
    ByteBuffer buffer = ByteBuffer.allocateDirect(Codec.BUFFER_SIZE);
    long believed = 0;
    for (int round = 0; round < 6; round++) {
      int count = 1_000_000;
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        codec.encode(answer, RING.newest().id(), buffer.clear());
      }
      long encoded = System.nanoTime();
      buffer.flip();
      for (int i = 0; i < count; i++) {
        believed += codec.decode(buffer) instanceof Decoded.Valid ? 1 : 0;
      }
      long decoded = System.nanoTime();
      long clock = 0;
      for (int i = 0; i < count; i++) {
        clock += CLOCK.nanos() & 1;
      }
      System.out.printf(
          "encode %d ns, decode %d ns, clock %d ns (%d %d)%n",
          (encoded - begun) / count,
          (decoded - encoded) / count,
          (System.nanoTime() - decoded) / count,
          believed,
          clock);
    }
  }

  private static void respondUntilInputEnds() throws IOException {
    try (Responder responder =
        Responder.start(
            List.of(ListenAddress.parse("127.0.0.1")),
            PORT,
            Keys.fixed(RING),
            CLOCK,
            () -> Health.GOOD,
            1,
            LinkRig.DEAD)) {
      System.out.println("ready " + responder.addresses());
      while (System.in.read() >= 0) {}
      System.out.printf("responder: answered %,d, CPU %.2f s%n", responder.answered(), cpu());
    }
  }

  private static double cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static String status(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(field))
        .findFirst()
        .orElse("");
  }

  /** Counts what comes back. */
  private static final class Count implements HeartbeatLink.Listener {
    long answers;
    long late;
    long troubles;
    final long[] roundTrips = new long[1 << 20];

    @Override
    public void answered(HostName host, CommPath path, long nanos, Health health, long inc) {
      roundTrips[(int) (answers++ & roundTrips.length - 1)] = nanos;
    }

    @Override
    public void answeredLate(HostName host, CommPath path, long roundTripNanos) {
      late++;
    }

    @Override
    public void troubled(HostName host, CommPath path, String trouble) {
      troubles++;
    }

    @Override
    public void announced(HostName host, long incarnation, long number, long absentMillis) {}
  }

  /** As many beats as come back (period 0), or one in a second and path. */
  private static void inProcess(int paths, int seconds, int periodSeconds) throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HeartbeatMeasurement.class.getName(),
                "responder")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var fromChild = child.inputReader();
    System.out.println(fromChild.readLine());
    OpenFileLimit.complaint(paths, OpenFileLimit.soft()).ifPresent(System.out::println);
    Count count = new Count();
    try (UdpHeartbeatLink link =
        new UdpHeartbeatLink(CLOCK, Keys.fixed(RING), PORT, NameResolver.SYSTEM)) {
      System.out.println("before: " + status("VmRSS"));
      long begun = CLOCK.nanos();
      HostName[] hosts = new HostName[paths];
      for (int i = 0; i < paths; i++) {
        hosts[i] = new HostName("host" + i);
        link.setPaths(hosts[i], List.of(new CommPath(hosts[i], "127.0.0.1", 0, false)));
      }
      System.out.printf("%,d paths opened in %d ms%n", paths, (CLOCK.nanos() - begun) / 1_000_000);
      run(link, hosts, seconds, periodSeconds, count);
      System.out.println(
          "after: "
              + status("VmRSS")
              + ", open files "
              + Path.of("/proc/self/fd").toFile().list().length);
    }
    child.getOutputStream().close();
    System.out.println(fromChild.readLine());
    child.waitFor();
  }

  private static void run(
      UdpHeartbeatLink link, HostName[] hosts, int seconds, int periodSeconds, Count count) {
    double cpuBefore = cpu();
    long begun = CLOCK.nanos();
    long end = begun + seconds * 1_000_000_000L;
    long tries = 0;
    long window = 2_000;
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    for (long now = begun; now < end; now = CLOCK.nanos()) {
      long due =
          periodSeconds == 0
              ? Math.min(count.answers + count.late + window, tries + window)
              : (now - begun) / 1_000 * hosts.length / (1_000_000L * periodSeconds);
      while (tries < due) {
        link.beginTry(hosts[(int) (tries++ % hosts.length)]);
      }
      link.await(1_000_000);
      link.drain(count);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
    double elapsed = (CLOCK.nanos() - begun) / 1e9;
    long[] sorted =
        Arrays.copyOf(
            count.roundTrips, (int) Math.min(count.answers, (long) count.roundTrips.length));
    Arrays.sort(sorted);
    System.out.printf(
        "link: %,d tries, %,d answers (%,.0f/s), %,d late, %,d troubles, CPU %.2f s of %.1f s,"
            + " round trip p50 %d µs p99 %d µs max %d µs, %,d bytes allocated in a try%n",
        tries,
        count.answers,
        count.answers / elapsed,
        count.late,
        count.troubles,
        cpu() - cpuBefore,
        elapsed,
        sorted[sorted.length / 2] / 1000,
        sorted[(int) (sorted.length * 0.99)] / 1000,
        sorted[sorted.length - 1] / 1000,
        bytes / Math.max(1, tries));
  }
}
