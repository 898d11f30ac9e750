package org.failovermon.engine.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.failovermon.engine.model.InvalidValueException;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * Quartz cron expressions as pure functions: whether one is acceptable, when it fires next, when it
 * fired last. Thread-safe.
 */
public final class Cron {
  /** The longest look back that is ever useful: Quartz knows no year before 1970. */
  static final Instant FIRST_YEAR = Instant.EPOCH;

  private static final String FORM =
      "write six or seven fields: seconds, minutes, hours, day of month, month, day of week and, if"
          + " wanted, the year, with '?' for the day that does not matter, as in '0 0 2 * * ?'"
          + " (every day at 02:00) or '0 30 18 ? * MON-FRI' (18:30 on working days)";

  private Cron() {}

  /**
   * Why an expression is not acceptable, as a sentence for the operator: the value, the rule, an
   * example. Empty when it is acceptable.
   */
  public static Optional<String> problem(String cron) {
    String stripped = cron.strip();
    int fields = stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
    if (fields == 5) {
      return Optional.of(
          "cron expression '"
              + cron
              + "' has 5 fields: the seconds come first, and one of the two days must be '?'; "
              + FORM);
    }
    if (fields < 6 || fields > 7) {
      return Optional.of("cron expression '" + cron + "' has " + fields + " fields; " + FORM);
    }
    try {
      CronExpression parsed = new CronExpression(stripped);
      parsed.setTimeZone(TimeZone.getTimeZone(ZoneId.of("UTC")));
      if (timeAfter(parsed, FIRST_YEAR) == null) {
        return Optional.of("cron expression '" + cron + "' names a time that never comes; " + FORM);
      }
      return Optional.empty();
    } catch (ParseException | IllegalArgumentException | UnsupportedOperationException e) {
      return Optional.of(
          "cron expression '" + cron + "' is not valid (" + reason(e) + "); " + FORM);
    }
  }

  /**
   * The next fire times after an instant.
   *
   * @param after the instants returned are later than this
   * @param count at most so many; fewer when the expression names no more
   * @throws InvalidValueException when the expression is not acceptable
   */
  public static List<Instant> next(String cron, ZoneId zone, Instant after, int count) {
    CronExpression expression = parse(cron, zone);
    List<Instant> fires = new ArrayList<>();
    Instant at = timeAfter(expression, after);
    while (at != null && fires.size() < count) {
      fires.add(at);
      at = timeAfter(expression, at);
    }
    return List.copyOf(fires);
  }

  /**
   * The next fire time after an instant, or empty when the expression names no more.
   *
   * @throws InvalidValueException when the expression is not acceptable
   */
  public static Optional<Instant> next(String cron, ZoneId zone, Instant after) {
    return Optional.ofNullable(timeAfter(parse(cron, zone), after));
  }

  /**
   * The last fire time at or before an instant. Quartz leaves this out ({@code getTimeBefore}
   * returns null); it is found from {@code getTimeAfter} alone: "the next fire after t is not later
   * than {@code atOrBefore}" holds for each t before the last fire and for none after it. In the
   * hour that exists twice when summer time ends, it may name either of the two instants, as Quartz
   * does.
   *
   * @param limit how far to look back
   * @return empty when it did not fire within the limit
   * @throws InvalidValueException when the expression is not acceptable
   */
  public static Optional<Instant> previousFire(
      String cron, ZoneId zone, Instant atOrBefore, Duration limit) {
    CronExpression expression = parse(cron, zone);
    Instant end = atOrBefore.truncatedTo(ChronoUnit.SECONDS);
    Instant start = end.minus(limit).minusSeconds(1);
    // Look back in windows that double, so that a frequent job is cheap and a yearly one possible.
    Duration window = Duration.ofMinutes(1);
    Instant from = end;
    while (from.isAfter(start)) {
      from = end.minus(window).isBefore(start) ? start : end.minus(window);
      if (firesWithin(expression, from, end)) {
        return Optional.ofNullable(lastWithin(expression, from, end));
      }
      window = window.multipliedBy(2);
    }
    return Optional.empty();
  }

  private static @Nullable Instant lastWithin(
      CronExpression expression, Instant from, Instant end) {
    Instant low = from; // it fires after this, and not after the end
    Instant high = end; // it does not
    while (Duration.between(low, high).toSeconds() > 1) {
      Instant middle = low.plusSeconds(Duration.between(low, high).toSeconds() / 2);
      if (firesWithin(expression, middle, end)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return timeAfter(expression, low);
  }

  private static boolean firesWithin(CronExpression expression, Instant after, Instant end) {
    Instant next = timeAfter(expression, after);
    return next != null && !next.isAfter(end);
  }

  private static @Nullable Instant timeAfter(CronExpression expression, Instant after) {
    Date next = expression.getTimeAfter(Date.from(after));
    return next == null ? null : next.toInstant();
  }

  static CronExpression parse(String cron, ZoneId zone) {
    Optional<String> problem = problem(cron);
    if (problem.isPresent()) {
      throw new InvalidValueException(problem.get());
    }
    try {
      CronExpression expression = new CronExpression(cron.strip());
      expression.setTimeZone(TimeZone.getTimeZone(zone));
      return expression;
    } catch (ParseException e) {
      throw new InvalidValueException("cron expression '" + cron + "': " + reason(e));
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.strip().replaceAll("\\.$", "");
  }
}
