package org.failovermon.engine.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
  private static final long NANOS = 5_000_000_000L;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Times times = new Times();

  private static long after(Duration time) {
    return NANOS + time.toNanos();
  }

  @Test
  void countsWhatHappenedWithinATimeUpToNow() {
    times.add("hosta", NANOS);
    times.add("hosta", after(Duration.ofMinutes(30)));
    times.add("hostb", NANOS);
    assertEquals(2, times.within("hosta", HOUR, after(Duration.ofMinutes(59))));
    assertEquals(1, times.within("hosta", HOUR, after(Duration.ofMinutes(60))));
    assertEquals(0, times.within("hosta", HOUR, after(Duration.ofMinutes(90))));
    assertEquals(0, times.within("nobody", HOUR, NANOS));
  }

  @Test
  void placesWhatWasStoredByHowLongAgoItWas() {
    times.restore("hosta", List.of(NOW.minusSeconds(4_000), NOW.minusSeconds(600)), NANOS, NOW);
    assertEquals(1, times.within("hosta", HOUR, NANOS));
    assertEquals(2, times.within("hosta", Duration.ofHours(2), NANOS));
    assertEquals(0, times.within("hosta", HOUR, after(Duration.ofMinutes(50))));
  }

  @Test
  void whatLiesInTheFutureCountsAsNow() {
    times.restore("hosta", List.of(NOW.plus(Duration.ofDays(400))), NANOS, NOW);
    assertEquals(1, times.within("hosta", HOUR, NANOS));
    assertEquals(0, times.within("hosta", HOUR, after(HOUR)));
  }

  @Test
  void whatIsAgesAgoCountsNoMore() {
    times.restore("hosta", List.of(Instant.EPOCH.minus(Duration.ofDays(365_000))), NANOS, NOW);
    assertEquals(0, times.within("hosta", Duration.ofDays(31), NANOS));
  }

  @Test
  void isBounded() {
    for (int i = 0; i < Times.MOST + 500; i++) {
      times.add("hosta", NANOS + i);
    }
    assertEquals(Times.MOST, times.within("hosta", HOUR, after(Duration.ofSeconds(1))));
  }
}
