package org.failovermon.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.failovermon.engine.model.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

final class CronTest {
  private static final ZoneId UTC = ZoneOffset.UTC;
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Duration TEN_YEARS = Duration.ofDays(3660);
  private static final Duration THREE_DAYS = Duration.ofDays(3);
  private static final List<String> EXPRESSIONS =
      List.of(
          "0 0 2 * * ?",
          "0 30 2 * * ?",
          "*/7 * * * * ?",
          "0 0/15 8-18 ? * MON-FRI",
          "0 0 0 L * ?",
          "0 0 12 LW * ?",
          "0 0 12 15W * ?",
          "30 59 23 ? * 6#3",
          "0 0 6 ? * 6L",
          "0 0 0 29 2 ?",
          "0 0 0 31 * ?",
          "0 0 0 1 1 ? 2024-2025",
          "0 0 1,3 * * ?");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 2 * * ?",
        "0 30 18 ? * MON-FRI",
        " 0 0 2 * * ? ",
        "0 0 0 29 2 ?",
        "0 0 0 1 1 ? 2020",
        "0/10 * * * * ?"
      })
  void acceptsWhatQuartzAccepts(String cron) {
    assertEquals(Optional.empty(), Cron.problem(cron));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 2 * * *          | has 5 fields: the seconds come first",
        "''                 | has 0 fields",
        "every night        | has 2 fields",
        "0 0 25 * * ?       | Hour values must be between 0 and 23",
        "0 0 2 * * MON      | specifying both a day-of-week AND a day-of-month",
        "0 0 2 ? * NOON     | Invalid Day-of-Week value: 'NOO'",
        "0 0 0 30 2 ?       | names a time that never comes",
        "a b c d e f        | is not valid",
      })
  void saysWhatIsWrongTheRuleAndAnExample(String cron, String expected) {
    String problem = Cron.problem(cron).orElse("");
    assertTrue(problem.contains(expected), problem);
    assertTrue(problem.contains("'" + cron + "'"), problem);
    assertTrue(problem.contains("as in '0 0 2 * * ?' (every day at 02:00)"), problem);
  }

  @Test
  void refusesToReckonWithAnExpressionThatIsNotAcceptable() {
    assertThrows(InvalidValueException.class, () -> Cron.next("0 2 * * *", UTC, Instant.EPOCH, 1));
    assertThrows(
        InvalidValueException.class,
        () -> Cron.previousFire("0 2 * * *", UTC, Instant.EPOCH, TEN_YEARS));
  }

  @Test
  void namesTheNextFiresInTheZoneOfTheJob() {
    assertEquals(
        List.of(at("2026-11-23T01:00:00"), at("2026-11-24T01:00:00")),
        Cron.next("0 0 2 * * ?", BERLIN, at("2026-11-22T12:00:00"), 2));
  }

  @Test
  void namesFewerFiresWhenTheYearsEnd() {
    assertEquals(
        List.of(at("2027-01-01T00:00:00")),
        Cron.next("0 0 0 1 1 ? 2027", UTC, at("2026-11-22T12:00:00"), 5));
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 2 * * ?,       2026-11-22T02:00:00, 2026-11-22T02:00:00",
    "0 0 2 * * ?,       2026-11-22T01:59:59, 2026-11-21T02:00:00",
    "0 0 2 * * ?,       2026-03-01T01:00:00, 2026-02-28T02:00:00",
    "0 0 0 31 * ?,      2026-07-01T00:00:00, 2026-05-31T00:00:00",
    "0 0 0 L * ?,       2028-03-15T00:00:00, 2028-02-29T00:00:00",
    "0 0 0 29 2 ?,      2026-11-22T00:00:00, 2024-02-29T00:00:00",
    "0 0 0 1 1 ? 2020,  2026-11-22T00:00:00, 2020-01-01T00:00:00",
    "* * * * * ?,       2026-11-22T00:00:00, 2026-11-22T00:00:00",
  })
  void findsThePreviousFire(String cron, String before, String expected) {
    assertEquals(Optional.of(at(expected)), Cron.previousFire(cron, UTC, at(before), TEN_YEARS));
  }

  @Test
  void findsNoPreviousFireBeforeTheFirstOneOrTheLimit() {
    Instant now = at("2026-11-22T00:00:00");
    assertEquals(Optional.empty(), Cron.previousFire("0 0 0 1 1 ? 2030", UTC, now, TEN_YEARS));
    assertEquals(
        Optional.empty(), Cron.previousFire("0 0 2 * * ?", UTC, now, Duration.ofHours(21)));
    assertEquals(
        Optional.of(at("2026-11-21T02:00:00")),
        Cron.previousFire("0 0 2 * * ?", UTC, now, Duration.ofHours(22)));
  }

  @Test
  void agreesWithCountingForwardAroundTheHourThatDoesNotExist() {
    // 02:30 does not exist on 29 March 2026 in Berlin.
    Instant begin = at("2026-03-28T00:00:00");
    for (int quarter = 0; quarter < 4 * 72; quarter++) {
      Instant before = begin.plus(Duration.ofMinutes(15L * quarter));
      assertEquals(
          forward("0 30 2 * * ?", BERLIN, before.minus(THREE_DAYS), before),
          Cron.previousFire("0 30 2 * * ?", BERLIN, before, THREE_DAYS),
          () -> "before " + before);
    }
  }

  @Test
  void namesOneOfTheTwoInstantsOfTheHourThatExistsTwice() {
    // 02:30 exists twice on 25 October 2026 in Berlin. Which of the two Quartz names depends on
    // where it begins to count.
    Instant begin = at("2026-10-24T00:00:00");
    for (int quarter = 0; quarter < 4 * 72; quarter++) {
      Instant before = begin.plus(Duration.ofMinutes(15L * quarter));
      Optional<Instant> found = Cron.previousFire("0 30 2 * * ?", BERLIN, before, THREE_DAYS);
      Set<Optional<Instant>> counted =
          Set.copyOf(
              List.of(
                  forward("0 30 2 * * ?", BERLIN, before.minus(THREE_DAYS), before),
                  forward("0 30 2 * * ?", BERLIN, at("2026-10-25T00:00:00"), before)));
      assertTrue(counted.contains(found), () -> "before " + before + ": " + found);
    }
  }

  @Property(tries = 500)
  void agreesWithCountingForward(
      @ForAll @IntRange(max = 12) int expression,
      @ForAll @IntRange(min = 1_704_067_200, max = 1_830_297_600) int before) {
    String cron = EXPRESSIONS.get(expression);
    Instant end = Instant.ofEpochSecond(before);
    assertEquals(
        forward(cron, UTC, end.minus(THREE_DAYS), end),
        Cron.previousFire(cron, UTC, end, THREE_DAYS)
            .filter(at -> at.isAfter(end.minus(THREE_DAYS))),
        () -> cron + " before " + end);
  }

  /**
   * The last fire after {@code begin} and not after {@code end}, by walking through all of them.
   */
  private static Optional<Instant> forward(String cron, ZoneId zone, Instant begin, Instant end) {
    CronExpression expression = Cron.parse(cron, zone);
    Optional<Instant> last = Optional.empty();
    Date at = expression.getTimeAfter(Date.from(begin));
    while (at != null && !at.toInstant().isAfter(end)) {
      last = Optional.of(at.toInstant());
      at = expression.getTimeAfter(at);
    }
    return last;
  }

  private static Instant at(String utc) {
    return LocalDateTime.parse(utc).toInstant(ZoneOffset.UTC);
  }
}
