package org.failovermon.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock steps while the schedule runs. The clock of a child process is faked with
 * libfaketime, never the clock of the machine; its monotonic clock goes on.
 */
@Timeout(120)
final class WallClockStepTest {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib64/faketime/libfaketime.so.1"));

  /** Silence that is allowed after a step. Without a rebuild it would last as long as the step. */
  private static final long BOUND_MS = 5_000;

  private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>();

  @TempDir private Path dir = Path.of("");

  private @Nullable Process child;

  /**
   * One line of the child.
   *
   * @param job whether a job came due, or a tick came
   * @param instantMs instant of the job, or 0
   * @param monotonicMs monotonic time of the child
   * @param wallMs faked wall clock of the child
   */
  record Line(boolean job, long instantMs, long monotonicMs, long wallMs) {
    static Line parse(String text) {
      String[] parts = text.split(" ", -1);
      return new Line(
          parts[0].equals("job"),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]));
    }
  }

  @BeforeEach
  void startChild() throws IOException {
    Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
    assumeTrue(
        library != null, "skipped: libfaketime is missing; install the Debian package faketime");
    offset("+0");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ScheduleUnderFakeClock.class.getName());
    builder
        .environment()
        .putAll(
            Map.of(
                "LD_PRELOAD", String.valueOf(library),
                "FAKETIME_TIMESTAMP_FILE", dir.resolve("offset").toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process started = builder.start();
    child = started;
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (var reader = started.inputReader()) {
                reader.lines().map(Line::parse).forEach(lines::add);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @AfterEach
  void endChild() throws IOException, InterruptedException {
    if (child == null) {
      return;
    }
    child.getOutputStream().close(); // it ends when its input ends
    if (!child.waitFor(20, TimeUnit.SECONDS)) {
      child.destroyForcibly().waitFor();
    }
  }

  @Test
  void ticksGoOnAfterAStepBackAndNoInstantOfAJobComesTwice() throws Exception {
    List<Line> seen = new ArrayList<>(takeUntilJobs(3));
    offset("-30");
    Line before = seen.getLast();
    Line after = before;
    List<Line> later = new ArrayList<>();
    long longestSilence = 0;
    while (after.wallMs > before.wallMs - 20_000 || later.size() < 60) {
      Line next = take();
      longestSilence = Math.max(longestSilence, next.monotonicMs - after.monotonicMs);
      later.add(next);
      after = next;
    }
    seen.addAll(later);
    System.out.println("step back by 30 s: longest silence " + longestSilence + " ms");
    assertTrue(longestSilence < BOUND_MS, "ticks were silent for " + longestSilence + " ms");

    offset("+0"); // the clock comes by the same instants again
    seen.addAll(takeUntilJobs(3));
    List<Long> instants = seen.stream().filter(Line::job).map(Line::instantMs).toList();
    assertEquals(new HashSet<>(instants).size(), instants.size(), () -> "twice: " + instants);
  }

  @Test
  void aStepForwardByAnHourMakesNoBurst() throws Exception {
    Line before = takeUntilJobs(2).getLast();
    offset("+3600");
    List<Line> later = new ArrayList<>();
    while (later.isEmpty() || later.getLast().monotonicMs < before.monotonicMs + 3_000) {
      later.add(take());
    }
    long begin = later.getFirst().monotonicMs;
    long ticks = later.stream().filter(line -> !line.job()).count();
    long fair = (later.getLast().monotonicMs - begin) / ScheduleUnderFakeClock.TICK_MS;
    assertTrue(ticks <= fair + 5, ticks + " ticks where " + fair + " were due");

    Set<Long> jumpedOver = new HashSet<>();
    for (Line line : later) {
      if (line.job() && line.instantMs < before.wallMs + 3_590_000) {
        jumpedOver.add(line.instantMs);
      }
    }
    // Those of the seconds before the step took hold; the hour itself has 3,600.
    assertTrue(jumpedOver.size() <= 5, "of the hour jumped over: " + jumpedOver.size());
    assertTrue(
        later.stream().anyMatch(line -> line.job() && line.instantMs > before.wallMs + 3_590_000),
        "no job came due after the step");
  }

  private List<Line> takeUntilJobs(int count) throws InterruptedException {
    List<Line> taken = new ArrayList<>();
    for (int jobs = 0; jobs < count; ) {
      Line line = take();
      taken.add(line);
      jobs += line.job() ? 1 : 0;
    }
    return taken;
  }

  private Line take() throws InterruptedException {
    Line line = lines.poll(BOUND_MS * 4, TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new AssertionError("the schedule was silent for " + BOUND_MS * 4 + " ms");
    }
    return line;
  }

  /** Sets how far the clock of the child is off, in seconds; takes effect at once. */
  private void offset(String seconds) throws IOException {
    Path next = Files.writeString(dir.resolve("offset.next"), seconds + "\n");
    Files.move(next, dir.resolve("offset"), StandardCopyOption.ATOMIC_MOVE);
  }
}
