package org.failovermon.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinuxTest {
  @Test
  void tellsTheTimeSinceTheBootAsTheKernelDoes() throws Exception {
    BootClock clock = new BootClock();
    long before = clock.nanos();
    double uptime =
        Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]) * 1e9;
    long after = clock.nanos();

    // /proc/uptime is CLOCK_BOOTTIME, cut to 10 ms.
    assertTrue(before - 20e6 <= uptime && uptime <= after, before + " " + uptime + " " + after);
    assertTrue(Duration.between(clock.wall(), Instant.now()).abs().toSeconds() < 60);
  }

  @Test
  void tellsTheTimeWithoutAllocating() {
    BootClock clock = new BootClock();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long last = 0;
    for (int i = 0; i < 200_000; i++) {
      last = Math.max(last, clock.nanos());
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      last = Math.max(last, clock.nanos());
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertTrue(bytes < 100_000, bytes + " bytes in 100,000 calls");
    assertTrue(last > 0);
  }

  @Test
  void backgroundThreadsAndThoseThatTheyStartGiveWay() throws Exception {
    BlockingQueue<Integer> nice = new LinkedBlockingQueue<>();
    BackgroundThreads.named("waits")
        .newThread(
            () -> {
              nice.add(nice());
              Thread.ofPlatform().start(() -> nice.add(nice()));
            })
        .start();
    Integer first = nice.poll(30, TimeUnit.SECONDS);
    assertNotNull(first);
    assertTrue(nice() < first, nice() + " and " + first);
    assertEquals(first, nice.poll(30, TimeUnit.SECONDS));
  }

  /** The nice value of the calling thread: field 19 of stat, 16 behind the name (proc(5)). */
  private static int nice() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsTheIdOfTheBoot() throws Exception {
    assertEquals(36, BootId.read().length());
    assertEquals(BootId.read(), BootId.read());
  }

  @Test
  void saysWhatToDoWhenThereAreMorePathsThanFilesMayBeOpened() throws Exception {
    assertTrue(OpenFileLimit.soft() > 0);
    assertEquals(Optional.empty(), OpenFileLimit.complaint(10_000, 1_048_576));
    assertEquals(
        "10,000 paths need 11,000 open files, and this process may open 1,024; set"
            + " LimitNOFILE=11000 in the service, or: ulimit -n 11000",
        OpenFileLimit.complaint(10_000, 1_024).orElseThrow());
  }

  @Test
  void readsALimitThatIsNone() throws Exception {
    String line = "Max open files            unlimited            unlimited            files";
    assertEquals(Long.MAX_VALUE, OpenFileLimit.parse(List.of("Limit", line)));
    assertThrows(IOException.class, () -> OpenFileLimit.parse(List.of()));
    assertFalse(OpenFileLimit.complaint(5, Long.MAX_VALUE).isPresent());
  }
}
