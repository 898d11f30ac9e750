package org.failovermon.engine.model.check;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.Place;
import org.jspecify.annotations.Nullable;

/**
 * One service check.
 *
 * @param name unique within the installation; a check inside a monitor is {@code HOST/NAME}
 * @param probe what is asked
 * @param interval pause between a result and the next execution; 100 ms to 366 days
 * @param timeout how long one execution may take; 10 ms to 1 h
 * @param failAfter failures in a row that open an incident, 1 to 1,000
 * @param recoverAfter good results in a row that end it, 1 to 1,000
 * @param flap when it counts as flapping, or null for never
 * @param dependsOn names of monitors and checks without which this one is not judged: while one of
 *     them has failed, nothing acts on this check, which is made all the same
 * @param place where the policy says it
 */
public record CheckSpec(
    String name,
    Probe probe,
    Duration interval,
    Duration timeout,
    int failAfter,
    int recoverAfter,
    @Nullable Flap flap,
    List<String> dependsOn,
    Place place) {
  /** Interval where none is given. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

  /** Timeout where none is given. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** Failures in a row that open an incident, where nothing is said. */
  public static final int DEFAULT_FAIL_AFTER = 3;

  /** Good results in a row that end an incident, where nothing is said. */
  public static final int DEFAULT_RECOVER_AFTER = 2;

  private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
  private static final Duration MAX_INTERVAL = Duration.ofDays(366);
  private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
  private static final int MOST = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:%/-]{0,252}");

  /**
   * Checks the ranges.
   *
   * @throws InvalidValueException when a value is out of its range
   */
  public CheckSpec {
    dependsOn = List.copyOf(dependsOn);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "invalid check name '" + name + "': 1 to 253 letters, digits, '.', '-', '_', ':' or '/'");
    }
    within("interval", interval, MIN_INTERVAL, "100 ms", MAX_INTERVAL, "366 days");
    within("timeout", timeout, MIN_TIMEOUT, "10 ms", MAX_TIMEOUT, "1 h");
    count("failAfter", failAfter);
    count("recoverAfter", recoverAfter);
  }

  private static void within(
      String what, Duration value, Duration least, String from, Duration most, String to) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidValueException(
          what + " of a check must be " + from + " to " + to + ", was " + Durations.show(value));
    }
  }

  private static void count(String what, int value) {
    if (value < 1 || value > MOST) {
      throw new InvalidValueException(what + " of a check must be 1 to " + MOST + ", was " + value);
    }
  }

  /**
   * When a check flaps: so many changes between good and bad within a time. It stops flapping when
   * there are at most half as many.
   *
   * @param changes 2 to 1,000
   * @param within 1 s to 31 days
   */
  public record Flap(int changes, Duration within) {
    /**
     * Checks the ranges.
     *
     * @throws InvalidValueException when a value is out of its range
     */
    public Flap {
      if (changes < 2 || changes > MOST) {
        throw new InvalidValueException("flapping means 2 to 1000 changes, was " + changes);
      }
      if (within.compareTo(Duration.ofSeconds(1)) < 0
          || within.compareTo(Duration.ofDays(31)) > 0) {
        throw new InvalidValueException(
            "flapping is judged over 1 s to 31 days, was " + Durations.show(within));
      }
    }
  }
}
