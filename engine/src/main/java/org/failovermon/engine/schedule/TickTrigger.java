package org.failovermon.engine.schedule;

import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.SimpleTrigger;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.SimpleTriggerImpl;

/**
 * Ticks for ever at one period, and skips what it has missed: after a pause or a forward step of
 * the clock there is one tick, not a burst. Quartz' own misfire handling would let through whatever
 * is younger than its threshold.
 */
final class TickTrigger extends SimpleTriggerImpl {
  private static final long serialVersionUID = 1L;

  /**
   * Makes a trigger whose first tick is one period away.
   *
   * @param key its identity in the scheduler
   * @param periodMillis at least 1
   */
  TickTrigger(TriggerKey key, long periodMillis) {
    setKey(key);
    setStartTime(Date.from(Instant.now().plusMillis(periodMillis)));
    setRepeatInterval(periodMillis);
    setRepeatCount(SimpleTrigger.REPEAT_INDEFINITELY);
    setMisfireInstruction(SimpleTrigger.MISFIRE_INSTRUCTION_RESCHEDULE_NEXT_WITH_REMAINING_COUNT);
  }

  @Override
  public void triggered(@Nullable Calendar calendar) {
    super.triggered(calendar);
    Instant now = Instant.now();
    if (getNextFireTime().toInstant().isBefore(now)) {
      setNextFireTime(getFireTimeAfter(Date.from(now)));
    }
  }
}
