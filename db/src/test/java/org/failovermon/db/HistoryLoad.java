package org.failovermon.db;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.port.Write;

/**
 * Measures what heartbeat history costs: {@code HistoryLoad FOLDER HOSTS SECONDS real|fast}.
 *
 * <p>{@code real} sends each second's beats in that second, for the CPU and the write rate of the
 * whole process at one beat a second for each host. {@code fast} sends them as quickly as they are
 * taken, in periods of five minutes, for the time of one call and the bytes for each monitor and
 * month. At the end: the time to open and load as many monitors, and to read a history.
 */
final class HistoryLoad {
  private static final int PERIOD_SECONDS = 300;

  private HistoryLoad() {}

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]).resolve("failovermon.db");
    int hosts = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    boolean real = args[3].equals("real");
    List<HostName> names = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      names.add(new HostName("host%05d.example".formatted(i)));
    }
    try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file))) {
      store.start(event -> true);
      addMonitors(store, names);
    }
    SqliteStore store = SqliteStore.open(StoreOptions.defaults(file));
    store.start(event -> true);
    long sizeBefore = Files.size(file);
    long written = writtenBytes();
    long cpu = cpuNanos();
    long wallStart = System.nanoTime();
    if (real) {
      realTime(store, names, seconds);
    } else {
      long calls = asFastAsTaken(store, names, seconds);
      say("one call of beat: %.0f ns".formatted((double) calls / hosts / seconds));
    }
    double elapsed = (System.nanoTime() - wallStart) / 1e9;
    if (real) {
      say("CPU: %.2f %% of a core".formatted((cpuNanos() - cpu) / 1e7 / elapsed));
      say("written to disk: %.1f KiB/s".formatted((writtenBytes() - written) / 1024.0 / elapsed));
    }
    store.close();
    double perMonth = (Files.size(file) - sizeBefore) / (double) hosts / seconds * 31 * 86_400;
    say(
        "%d hosts, %d s: %.1f KiB a monitor and month of 31 days, %.2f GiB for 10,000"
            .formatted(hosts, seconds, perMonth / 1024, perMonth * 10_000 / (1 << 30)));
    readBack(file, names.getFirst());
  }

  private static void addMonitors(SqliteStore store, List<HostName> names) {
    List<Write> writes = new ArrayList<>();
    for (HostName name : names) {
      writes.add(new Write.PutMonitor(Samples.monitor(name)));
      writes.add(new Write.PutState(MonitorState.added(name, Instant.now())));
      writes.add(new Write.PutPath(CommPath.ownName(name)));
      writes.add(new Write.PutPath(new CommPath(name, "10.0.0.1", 0, false)));
    }
    store.commit(1, writes);
  }

  private static void realTime(SqliteStore store, List<HostName> names, int seconds)
      throws InterruptedException {
    Random random = new Random(1);
    long start = System.nanoTime();
    Semaphore never = new Semaphore(0);
    for (int second = 0; second < seconds; second++) {
      long now = System.currentTimeMillis();
      for (HostName name : names) {
        beat(store, name, now, random);
      }
      long next = start + (second + 1) * 1_000_000_000L;
      if (never.tryAcquire(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("nobody releases this");
      }
    }
  }

  private static long asFastAsTaken(SqliteStore store, List<HostName> names, int seconds)
      throws InterruptedException {
    Random random = new Random(1);
    long wall = System.currentTimeMillis() - seconds * 1_000L;
    long inCalls = 0;
    for (int second = 0; second < seconds; second++) {
      long now = wall + second * 1_000L;
      long start = System.nanoTime();
      for (HostName name : names) {
        beat(store, name, now, random);
      }
      inCalls += System.nanoTime() - start;
      if ((second + 1) % PERIOD_SECONDS == 0) {
        store.flushHistory();
      }
    }
    return inCalls;
  }

  /** One beat of a local network: 0.1 % lost, a median of 250 µs with a tail. */
  private static void beat(SqliteStore store, HostName name, long now, Random random) {
    boolean hit = random.nextInt(1_000) != 0;
    int draw = random.nextInt();
    long tail = (draw & 0xff) == 0 ? 2_000 : 0;
    store.beat(name, now + (draw >>> 30), hit, hit ? 180 + ((draw >>> 8) & 0x7f) + tail : 0);
  }

  private static void readBack(Path file, HostName host) {
    for (int round = 1; round <= 3; round++) {
      long start = System.nanoTime();
      SqliteStore store = SqliteStore.open(StoreOptions.defaults(file));
      int monitors = store.load().monitors().size();
      say(
          "open and load %d monitors, round %d: %d ms"
              .formatted(monitors, round, (System.nanoTime() - start) / 1_000_000));
      store.close();
    }
    long start = System.nanoTime();
    try (SqliteReader reader = SqliteReader.open(file)) {
      Instant now = Instant.now();
      long beats =
          reader.history(host, now.minus(Duration.ofDays(31)), now, Duration.ofHours(1)).stream()
              .mapToLong(bucket -> bucket.hits() + bucket.misses())
              .sum();
      say(
          "history of one host, %d beats: %d ms"
              .formatted(beats, (System.nanoTime() - start) / 1_000_000));
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long writtenBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/io"), StandardCharsets.US_ASCII)) {
      if (line.startsWith("write_bytes: ")) {
        return Long.parseLong(line.substring("write_bytes: ".length()));
      }
    }
    return 0;
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
