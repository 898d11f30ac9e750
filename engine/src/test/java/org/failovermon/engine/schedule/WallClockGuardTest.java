package org.failovermon.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.failovermon.engine.schedule.WallClockGuard.Reading;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WallClockGuardTest {
  @ParameterizedTest
  @CsvSource({
    "    500,   500, ",
    "    700,   500, ",
    "    300,   500, ",
    "  10100, 10000, ",
    " -29500,   500, the wall clock stepped back by 30 s",
    "3600500,   500, the wall clock stepped forward by 60 min",
  })
  void onlyADifferenceBetweenTheClocksIsAStep(
      long wallMillis, long monotonicMillis, @org.jspecify.annotations.Nullable String said) {
    Reading earlier = new Reading(1_000_000, 5_000);
    Reading now = new Reading(1_000_000 + wallMillis, 5_000 + monotonicMillis * 1_000_000);
    assertEquals(Optional.ofNullable(said), now.stepSince(earlier));
  }
}
