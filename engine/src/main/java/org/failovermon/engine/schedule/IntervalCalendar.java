package org.failovermon.engine.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;

/**
 * The intervals that the calendar of jobs prescribes. A daemon that starts at noon must beat at the
 * pace that the change of interval at eight in the morning has set, although it was not there then.
 */
public final class IntervalCalendar {
  private IntervalCalendar() {}

  /**
   * The interval in force for each host that has at least one {@link Job.SetInterval} job whose
   * time has come before: the one that fired last. Where two fired at the same instant, the one
   * whose name comes later in the alphabet counts, as it does when Quartz fires both.
   *
   * @param jobs all jobs; those that run scripts are passed over
   * @param now the wall clock
   * @throws InvalidValueException when a cron expression is not acceptable
   */
  public static Map<HostName, Duration> intervalsInForce(List<Job> jobs, Instant now) {
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
    Map<HostName, Duration> intervals = new HashMap<>();
    last.forEach((host, change) -> intervals.put(host, change.interval()));
    return Map.copyOf(intervals);
  }

  private record Change(Instant at, String job, Duration interval) {
    boolean later(Change other) {
      return at.equals(other.at) ? job.compareTo(other.job) > 0 : at.isAfter(other.at);
    }
  }
}
