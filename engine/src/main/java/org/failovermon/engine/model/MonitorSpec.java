package org.failovermon.engine.model;

import java.time.Duration;

/**
 * What an operator says of one monitor.
 *
 * @param host the monitored host
 * @param interval pause between an answer and the next beat; 0 to 366 days. 0 means "at once", with
 *     a floor of 100 ms (SEEDS §1); otherwise at least 10 ms
 * @param retries misses in a row that are forgiven, 0 to 1,000: the host has failed after {@code 1
 *     + retries} misses
 * @param timeout how long one try waits for an answer; 5 ms to 1 h; default 1 s
 * @param lostPulse script to run once when the host has failed
 * @param regainPulse script to run once when the host is back, and only after a lost-pulse
 * @param startAtReboot whether the monitor is started when the system boots
 */
public record MonitorSpec(
    HostName host,
    Duration interval,
    int retries,
    Duration timeout,
    ScriptRef lostPulse,
    ScriptRef regainPulse,
    boolean startAtReboot) {
  /** Pause that an interval of 0 means, so that it does not spin (SEEDS §1). */
  public static final Duration FLOOR_OF_ZERO = Duration.ofMillis(100);

  /** Shortest interval other than 0. */
  public static final Duration MIN_INTERVAL = Duration.ofMillis(10);

  /** Longest interval. */
  public static final Duration MAX_INTERVAL = Duration.ofDays(366);

  /** Reply timeout where none is given (SEEDS §1). */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);

  /** Shortest reply timeout (SEEDS §1). */
  public static final Duration MIN_TIMEOUT = Duration.ofMillis(5);

  /** Longest reply timeout. */
  public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

  /** Most retries. */
  public static final int MAX_RETRIES = 1000;

  /**
   * Checks the ranges.
   *
   * @throws InvalidValueException when a value is out of its range
   */
  public MonitorSpec {
    if (interval.isNegative()
        || interval.compareTo(MAX_INTERVAL) > 0
        || (!interval.isZero() && interval.compareTo(MIN_INTERVAL) < 0)) {
      throw new InvalidValueException(
          "interval of "
              + host
              + " must be 0 or 10 ms to 366 days, was "
              + Durations.show(interval));
    }
    if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new InvalidValueException(
          "timeout of " + host + " must be 5 ms to 1 h, was " + Durations.show(timeout));
    }
    if (retries < 0 || retries > MAX_RETRIES) {
      throw new InvalidValueException(
          "retries of " + host + " must be 0 to " + MAX_RETRIES + ", was " + retries);
    }
  }

  /**
   * A monitor with the man page's defaults: interval 0, retries 0, the default scripts, not at
   * reboot (SEEDS §1).
   */
  public static MonitorSpec withDefaults(HostName host) {
    return new MonitorSpec(
        host,
        Duration.ZERO,
        0,
        DEFAULT_TIMEOUT,
        ScriptRef.DEFAULT_LOST,
        ScriptRef.DEFAULT_REGAIN,
        false);
  }

  /** The same with another interval. */
  public MonitorSpec withInterval(Duration newInterval) {
    return new MonitorSpec(
        host, newInterval, retries, timeout, lostPulse, regainPulse, startAtReboot);
  }

  /**
   * The pause between an answer and the next beat: the interval, or the floor where the interval is
   * 0.
   */
  public Duration pause() {
    return interval.isZero() ? FLOOR_OF_ZERO : interval;
  }

  /**
   * Longest time from the death of the host to the verdict, when nothing holds the verdict back.
   */
  public Duration bound() {
    return pause().plus(timeout.multipliedBy(1L + retries));
  }
}
