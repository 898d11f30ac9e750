package org.failovermon.engine.port;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.Job;

/**
 * Owns <em>when</em>: wakes cohorts of monitors and fires cron jobs. Its only effect is to put
 * events into the {@link Inbox}.
 */
public interface Schedule {
  /**
   * Sets the tick periods that are wanted, in milliseconds. Each puts an {@link Event.Tick} into
   * the inbox at that pace; while one of a period is waiting there, further ones are dropped, not
   * piled up.
   */
  void setCohorts(Set<Long> periodsMillis);

  /**
   * Sets the jobs, replacing those there were; each puts {@link Event.JobDue} into the inbox when
   * it comes due.
   */
  void setJobs(List<Job> jobs);

  /**
   * Sets the times of rules, replacing those there were; each puts {@link Event.RuleDue} into the
   * inbox when it comes due. A rule may have several.
   */
  void setRuleTimes(List<RuleTime> times);

  /**
   * One cron expression of a rule.
   *
   * @param rule name of the rule
   * @param cron a Quartz cron expression
   * @param zone time zone of the expression
   */
  record RuleTime(String rule, String cron, ZoneId zone) {}

  /**
   * The engine noticed, on the monotonic clock, that ticks do not come: build the triggers anew.
   */
  void rebuild(String because);
}
