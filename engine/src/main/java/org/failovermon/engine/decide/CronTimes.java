package org.failovermon.engine.decide;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** When cron expressions come due: what the scheduler alone knows. A pure function; thread-safe. */
@FunctionalInterface
public interface CronTimes {
  /**
   * The first time after an instant.
   *
   * @param cron an expression that the scheduler accepts
   * @param zone its time zone
   * @param after the time returned is later than this
   * @return empty when the expression names no more
   */
  Optional<Instant> next(String cron, ZoneId zone, Instant after);
}
