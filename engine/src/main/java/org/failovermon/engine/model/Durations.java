package org.failovermon.engine.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How durations are written and read: a number and one of the units {@code ms s m h d}, as in
 * {@code 250ms}, {@code 1.5s}, {@code 20m}; a bare number is seconds, as the man page has it.
 * Minutes are shown as {@code min}, so that is read as well.
 */
public final class Durations {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ms|s|min|m|h|d|)");

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws InvalidValueException when the text is not of that form
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new InvalidValueException(
          "'"
              + text
              + "' is not a duration: write a number and ms, s, m, h or d, as in 250ms, 60s or"
              + " 20m");
    }
    long unitMillis =
        switch (form.group(2)) {
          case "ms" -> 1L;
          case "m", "min" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> 1_000L;
        };
    BigDecimal nanos =
        new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(unitMillis * 1_000_000L));
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new InvalidValueException("'" + text + "' is too long a duration: at most 292 years");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /**
   * Writes a duration for people in the largest unit that keeps it short: {@code 60 s}, {@code 250
   * ms}, {@code 20 min}.
   */
  public static String show(Duration duration) {
    long nanos = duration.toNanos();
    long magnitude = Math.abs(nanos);
    if (magnitude < 1_000_000L) {
      return nanos == 0 ? "0 s" : decimal(nanos, 1_000L) + " µs";
    }
    if (magnitude < 1_000_000_000L) {
      return decimal(nanos, 1_000_000L) + " ms";
    }
    if (magnitude < 600_000_000_000L) {
      return decimal(nanos, 1_000_000_000L) + " s";
    }
    if (magnitude < 3 * 3_600_000_000_000L) {
      return decimal(nanos, 60_000_000_000L) + " min";
    }
    if (magnitude < 3 * 86_400_000_000_000L) {
      return decimal(nanos, 3_600_000_000_000L) + " h";
    }
    return decimal(nanos, 86_400_000_000_000L) + " d";
  }

  /**
   * Writes a duration in decimal seconds without a unit, exactly, as {@code list -q} prints it:
   * {@code 60}, {@code 0.25}.
   */
  public static String seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    return seconds.signum() == 0 ? "0" : seconds.toPlainString();
  }

  private static String decimal(long nanos, long unit) {
    BigDecimal value =
        BigDecimal.valueOf(nanos)
            .divide(BigDecimal.valueOf(unit), 1, java.math.RoundingMode.HALF_EVEN)
            .stripTrailingZeros();
    return value.toPlainString();
  }
}
