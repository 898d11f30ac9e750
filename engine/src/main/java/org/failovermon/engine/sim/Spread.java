package org.failovermon.engine.sim;

import java.time.Duration;

/**
 * How long something takes: evenly between two durations.
 *
 * @param least shortest
 * @param most longest; not below {@code least}
 */
public record Spread(Duration least, Duration most) {
  /** Checks the order. */
  public Spread {
    if (least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "a spread goes from a shortest to a longest duration, was " + least + " to " + most);
    }
  }

  /** Always the same. */
  public static Spread always(Duration duration) {
    return new Spread(duration, duration);
  }

  /** Evenly between two numbers of milliseconds. */
  public static Spread ofMillis(long least, long most) {
    return new Spread(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  /** Evenly between two numbers of microseconds. */
  static Spread ofMicros(long least, long most) {
    return new Spread(Duration.ofNanos(least * 1_000), Duration.ofNanos(most * 1_000));
  }

  long draw(Chance chance) {
    return chance.nanosBetween(least.toNanos(), most.toNanos());
  }
}
