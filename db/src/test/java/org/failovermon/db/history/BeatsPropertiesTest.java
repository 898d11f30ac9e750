package org.failovermon.db.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.failovermon.engine.model.HostName;

class BeatsPropertiesTest {
  private static final HostName HOST = new HostName("hosta");
  private static final long START = 1_795_000_000_000L;

  @Property(tries = 200)
  void everyBeatIsCountedOnceInItsSecond(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 2_000) int beats,
      @ForAll @DoubleRange(min = 0, max = 1) double loss)
      throws SQLException {
    Random random = new Random(seed);
    Beats memory = new Beats();
    long[] hits = new long[beats];
    long[] misses = new long[beats];
    for (int i = 0; i < beats; i++) {
      boolean hit = random.nextDouble() >= loss;
      memory.add(HOST, START + i * 1_000L + 500, hit, hit ? 100 + random.nextInt(1_000) : 0);
      (hit ? hits : misses)[i]++;
    }
    Instant from = Instant.ofEpochMilli(START);
    HistoryBuckets peeked =
        new HistoryBuckets(from, from.plusSeconds(beats), Duration.ofSeconds(1));
    memory.peek(HOST, peeked);
    HistoryBuckets read = new HistoryBuckets(from, from.plusSeconds(beats), Duration.ofSeconds(1));
    for (Beats.Row row : memory.take(0, 0).rows()) {
      Segments.read(row.segments(), 1, read);
    }
    assertEquals(peeked.result(), read.result());
    List<HistoryBucket> result = read.result();
    for (int i = 0; i < beats; i++) {
      assertEquals(hits[i], result.get(i).hits(), "hits in second " + i);
      assertEquals(misses[i], result.get(i).misses(), "misses in second " + i);
    }
  }

  @Property(tries = 200)
  void countsSurvivePausesAndStepsOfTheClock(
      @ForAll List<@LongRange(min = -100_000, max = 100_000) Long> steps) throws SQLException {
    Beats memory = new Beats();
    long time = START;
    for (long step : steps) {
      time += step;
      memory.add(HOST, time, step % 3 != 0, 250);
    }
    Instant from = Instant.ofEpochMilli(START).minus(Duration.ofDays(365));
    HistoryBuckets read =
        new HistoryBuckets(from, from.plus(Duration.ofDays(730)), Duration.ofDays(730));
    for (Beats.Row row : memory.take(0, 0).rows()) {
      Segments.read(row.segments(), 1, read);
    }
    long hits = steps.stream().filter(step -> step % 3 != 0).count();
    assertEquals(hits, read.result().getFirst().hits());
    assertEquals(steps.size() - hits, read.result().getFirst().misses());
  }

  @Property(tries = 500)
  void aBucketIsAtMostAnEighthOff(@ForAll @LongRange(min = 0, max = 3_600_000_000L) long micros) {
    long middle = LatencySketch.middle(LatencySketch.bucket(micros));
    assertTrue(Math.abs(middle - micros) <= micros / 8, micros + " is shown as " + middle);
  }

  @Property(tries = 50)
  void percentilesAreNearTheExactOnes(@ForAll long seed) throws SQLException {
    Random random = new Random(seed);
    Beats memory = new Beats();
    long[] all = new long[1_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (long) (200 * Math.exp(random.nextGaussian()));
      memory.add(HOST, START + i, true, all[i]);
    }
    java.util.Arrays.sort(all);
    Instant from = Instant.ofEpochMilli(START);
    HistoryBuckets read = new HistoryBuckets(from, from.plusSeconds(2), Duration.ofSeconds(2));
    for (Beats.Row row : memory.take(0, 0).rows()) {
      Segments.read(row.segments(), 1, read);
    }
    HistoryBucket bucket = read.result().getFirst();
    near(all[499], bucket.p50());
    near(all[989], bucket.p99());
    near(all[999], bucket.max());
  }

  private static void near(long exact, @org.jspecify.annotations.Nullable Duration shown) {
    assertNotNull(shown);
    long micros = shown.toNanos() / 1_000;
    assertTrue(Math.abs(micros - exact) <= exact / 7 + 1, exact + " is shown as " + micros);
  }
}
