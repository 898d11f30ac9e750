package org.failovermon.dsl.words;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.InvalidValueException;

/**
 * Numbers with a unit, as policies and scripts write them: {@code 60.seconds}, {@code 1.5.hours},
 * {@code 64.KiB}. The compiler knows each unit as a property of a number.
 */
public final class Units {
  /** The units of time, each in the singular and the plural. */
  public static final List<String> TIMES =
      List.of(
          "ms",
          "millisecond",
          "milliseconds",
          "second",
          "seconds",
          "minute",
          "minutes",
          "hour",
          "hours",
          "day",
          "days");

  /** The units of size. */
  public static final List<String> SIZES = List.of("bytes", "KiB", "MiB", "GiB");

  private static final BigDecimal NANOS_OF_A_DAY = BigDecimal.valueOf(86_400_000_000_000L);
  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  private Units() {}

  /** {@code 10.ms}. */
  public static Duration getMs(Number self) {
    return of(self, 1_000_000L);
  }

  /** {@code 1.millisecond}. */
  public static Duration getMillisecond(Number self) {
    return of(self, 1_000_000L);
  }

  /** {@code 10.milliseconds}. */
  public static Duration getMilliseconds(Number self) {
    return of(self, 1_000_000L);
  }

  /** {@code 1.second}. */
  public static Duration getSecond(Number self) {
    return of(self, 1_000_000_000L);
  }

  /** {@code 60.seconds}. */
  public static Duration getSeconds(Number self) {
    return of(self, 1_000_000_000L);
  }

  /** {@code 1.minute}. */
  public static Duration getMinute(Number self) {
    return of(self, 60_000_000_000L);
  }

  /** {@code 5.minutes}. */
  public static Duration getMinutes(Number self) {
    return of(self, 60_000_000_000L);
  }

  /** {@code 1.hour}. */
  public static Duration getHour(Number self) {
    return of(self, 3_600_000_000_000L);
  }

  /** {@code 2.hours}. */
  public static Duration getHours(Number self) {
    return of(self, 3_600_000_000_000L);
  }

  /** {@code 1.day}: 24 hours. */
  public static Duration getDay(Number self) {
    return of(self, 86_400_000_000_000L);
  }

  /** {@code 2.days}: of 24 hours each. */
  public static Duration getDays(Number self) {
    return of(self, 86_400_000_000_000L);
  }

  /** {@code 512.bytes}. */
  public static Size getBytes(Number self) {
    return Size.of(self, 1L);
  }

  /** {@code 64.KiB}: 1,024 bytes each. */
  public static Size getKiB(Number self) {
    return Size.of(self, 1L << 10);
  }

  /** {@code 1.MiB}: 1,024 KiB each. */
  public static Size getMiB(Number self) {
    return Size.of(self, 1L << 20);
  }

  /** {@code 1.GiB}: 1,024 MiB each. */
  public static Size getGiB(Number self) {
    return Size.of(self, 1L << 30);
  }

  /** {@code -(30.seconds)}: no word takes it, and each says so with its range. */
  public static Duration negative(Duration self) {
    return self.negated();
  }

  /** {@code 30.seconds * 2}. */
  public static Duration multiply(Duration self, Number factor) {
    return nanos(new BigDecimal(factor.toString()).multiply(BigDecimal.valueOf(self.toNanos())));
  }

  private static Duration of(Number count, long unitNanos) {
    return nanos(new BigDecimal(count.toString()).multiply(BigDecimal.valueOf(unitNanos)));
  }

  private static Duration nanos(BigDecimal nanos) {
    if (nanos.abs().compareTo(MOST_NANOS) > 0) {
      throw new InvalidValueException(
          "a duration is at most 292 years, was "
              + nanos.divideToIntegralValue(NANOS_OF_A_DAY).toBigInteger()
              + " days; lower it");
    }
    return Duration.ofNanos(nanos.longValue());
  }
}
