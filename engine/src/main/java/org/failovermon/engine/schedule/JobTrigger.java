package org.failovermon.engine.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.CronTrigger;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.CronTriggerImpl;

/**
 * Fires a job or a rule at the times of its cron expression. One instant that is late by less than
 * the misfire threshold still counts; anything else that was missed is dropped, so that a job of
 * every second does not run sixty times after a pause of a minute.
 */
final class JobTrigger extends CronTriggerImpl {
  private static final long serialVersionUID = 1L;

  /**
   * Makes a trigger that names the instants after a time.
   *
   * @param key its identity in the scheduler
   * @param cron must be acceptable to {@link Cron#problem}
   * @param zone time zone of the expression
   * @param after the first instant is later than this
   */
  JobTrigger(TriggerKey key, String cron, ZoneId zone, Instant after) {
    setKey(key);
    setCronExpression(Cron.parse(cron, zone));
    // Quartz begins with the whole second that contains the start.
    setStartTime(Date.from(after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1)));
    setMisfireInstruction(CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);
  }

  @Override
  public void triggered(@Nullable Calendar calendar) {
    super.triggered(calendar);
    Instant now = Instant.now();
    Date next = getNextFireTime();
    if (next != null && next.toInstant().isBefore(now)) {
      setNextFireTime(getFireTimeAfter(Date.from(now)));
    }
  }
}
