package org.failovermon.engine.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * A cron job: at the times that the expression names, it runs a script or changes the interval of a
 * monitor.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ -}, unique within the installation
 * @param cron a Quartz cron expression: seconds, minutes, hours, day of month, month, day of week,
 *     and optionally the year
 * @param zone time zone of the expression
 * @param action what it does
 */
public record Job(String name, String cron, ZoneId zone, Action action) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /**
   * Checks the name. The expression is checked by the scheduler, which alone knows its grammar.
   *
   * @throws InvalidValueException when the name has another form
   */
  public Job {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "invalid job name '" + name + "': 1 to 64 letters, digits, '.', '_' or '-'");
    }
  }

  /** What a job does when it comes due. */
  public sealed interface Action {}

  /**
   * Runs a script; a run of the same job that is still going is not overlapped but skipped.
   *
   * @param script the script
   */
  public record RunScript(ScriptRef script) implements Action {}

  /**
   * Changes the interval of a monitor, as the man page's off-peak example does. The monitor keeps
   * its state and its counters.
   *
   * @param host the monitored host
   * @param interval the interval from then on
   */
  public record SetInterval(HostName host, Duration interval) implements Action {}
}
