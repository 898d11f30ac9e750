package org.failovermon.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;

/**
 * The intervals that the calendar of jobs prescribes. A daemon that starts at noon must beat at the
 * pace that the change of interval at eight in the morning has set, although it was not there then.
 */
public final class IntervalCalendar {
  /** How far ahead of the clock an instant may lie that was acted on: clocks are set in steps. */
  private static final Duration FUTURE = Duration.ofMinutes(1);

  private IntervalCalendar() {}

  /**
   * The interval in force for each host that has at least one {@link Job.SetInterval} job whose
   * time has come before: the one that fired last. Where two fired at the same instant, the one
   * whose name comes later in the alphabet counts, as it does when Quartz fires both. What {@link
   * #missed} rests on, seen by tests.
   *
   * @param jobs all jobs; those that run scripts are passed over
   * @param now the wall clock
   * @throws InvalidValueException when a cron expression is not acceptable
   */
  static Map<HostName, Duration> intervalsInForce(List<Job> jobs, Instant now) {
    Map<HostName, Duration> intervals = new HashMap<>();
    lastChanges(jobs, now).forEach((host, change) -> intervals.put(host, change.interval()));
    return Map.copyOf(intervals);
  }

  /**
   * The changes in force that were not acted on, because the daemon did not run when they came due:
   * at most one for each host. What an operator changed after a change that was acted on stays.
   *
   * @param jobs all jobs
   * @param acted for each job that has fired, the newest instant that was acted on
   * @param now the wall clock
   * @return the instants that are still to be acted on, by the name of the job
   * @throws InvalidValueException when a cron expression is not acceptable
   */
  public static Map<String, Instant> missed(
      List<Job> jobs, Map<String, Instant> acted, Instant now) {
    Map<String, Instant> missed = new TreeMap<>();
    for (Change change : lastChanges(jobs, now).values()) {
      Instant newest = acted.get(change.job());
      // What was acted on in the future was acted on while the wall clock was ahead.
      if (newest == null || change.at().isAfter(newest) || newest.isAfter(now.plus(FUTURE))) {
        missed.put(change.job(), change.at());
      }
    }
    return missed;
  }

  private static Map<HostName, Change> lastChanges(List<Job> jobs, Instant now) {
    Map<HostName, Change> last = new HashMap<>();
    Duration sinceFirstYear = Duration.between(Cron.FIRST_YEAR, now);
    for (Job job : jobs) {
      if (job.action() instanceof Job.SetInterval(HostName host, Duration interval)) {
        Optional<Instant> fired = Cron.previousFire(job.cron(), job.zone(), now, sinceFirstYear);
        if (fired.isPresent()) {
          last.merge(
              host,
              new Change(fired.get(), job.name(), interval),
              (one, other) -> one.later(other) ? one : other);
        }
      }
    }
    return last;
  }

  private record Change(Instant at, String job, Duration interval) {
    boolean later(Change other) {
      return at.equals(other.at) ? job.compareTo(other.job) > 0 : at.isAfter(other.at);
    }
  }
}
