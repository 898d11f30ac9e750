package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.schedule.Cron;
import org.junit.jupiter.api.Test;

class MaintenanceWindowsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final CronTimes CRON =
      (cron, zone, after) -> Cron.next(cron, zone, after, 1).stream().findFirst();

  private static MaintenanceWindows windows(Maintenance... windows) {
    return new MaintenanceWindows(Arrays.asList(windows), CRON);
  }

  private static Maintenance once(String name, String from, String to, String... subjects) {
    return new Maintenance(
        name, Set.of(subjects), new Maintenance.Once(Instant.parse(from), Instant.parse(to)), null);
  }

  private static Maintenance recurring(String cron, ZoneId zone, Duration lasts) {
    return new Maintenance(
        "patch-day", Set.of(), new Maintenance.Recurring(cron, zone, lasts), null);
  }

  private static Optional<Instant> until(Maintenance window, String at) {
    return windows(window)
        .at(Instant.parse(at))
        .find("patch-day")
        .map(MaintenanceWindows.On::until);
  }

  private static Optional<Instant> at(String instant) {
    return Optional.of(Instant.parse(instant));
  }

  @Test
  void isOnFromItsBeginningUntilBeforeItsEnd() {
    var window = windows(once("move", "2026-12-01T02:00:00Z", "2026-12-01T04:00:00Z"));
    assertTrue(window.at(Instant.parse("2026-12-01T01:59:59.999Z")).on().isEmpty());
    assertTrue(window.at(Instant.parse("2026-12-01T02:00:00Z")).find("move").isPresent());
    assertTrue(window.at(Instant.parse("2026-12-01T03:59:59.999Z")).find("move").isPresent());
    assertTrue(window.at(Instant.parse("2026-12-01T04:00:00Z")).on().isEmpty());
  }

  @Test
  void saysWhenTheNextWindowBeginsOrEnds() {
    var window =
        windows(
            once("move", "2026-12-01T02:00:00Z", "2026-12-01T04:00:00Z"),
            once("clean", "2026-12-01T03:00:00Z", "2026-12-01T03:30:00Z", "hosta"));
    assertEquals(
        Instant.parse("2026-12-01T02:00:00Z"),
        window.at(Instant.parse("2026-11-01T00:00:00Z")).change());
    assertEquals(
        Instant.parse("2026-12-01T03:00:00Z"),
        window.at(Instant.parse("2026-12-01T02:00:00Z")).change());
    assertEquals(
        Instant.parse("2026-12-01T03:30:00Z"),
        window.at(Instant.parse("2026-12-01T03:00:00Z")).change());
    assertEquals(null, window.at(Instant.parse("2026-12-01T04:00:00Z")).change());
  }

  @Test
  void coversAHostWithItsChecksOrAll() {
    Maintenance one = once("move", "2026-12-01T02:00:00Z", "2026-12-01T04:00:00Z", "hostA");
    assertTrue(MaintenanceWindows.covers(one, "hosta"), "hosts have no case");
    assertTrue(MaintenanceWindows.covers(one, "hostA/smtp"));
    assertFalse(MaintenanceWindows.covers(one, "hostA2"));
    assertFalse(MaintenanceWindows.covers(one, null), "it does not cover all");
    Maintenance all = once("move", "2026-12-01T02:00:00Z", "2026-12-01T04:00:00Z");
    assertTrue(MaintenanceWindows.covers(all, "hosta"));
    assertTrue(MaintenanceWindows.covers(all, null));
  }

  @Test
  void namesTheWindowThatLastsLongest() {
    var window =
        windows(
            once("short", "2026-12-01T02:00:00Z", "2026-12-01T04:00:00Z", "hosta"),
            once("long", "2026-12-01T03:00:00Z", "2026-12-01T06:00:00Z"));
    MaintenanceWindows.Situation both = window.at(Instant.parse("2026-12-01T03:30:00Z"));
    assertEquals(
        "maintenance long until 2026-12-01T06:00:00Z",
        both.covering("hosta").orElseThrow().reason());
    assertEquals("long", both.coveringAll().orElseThrow().window().name());
  }

  @Test
  void beginsAtEachTimeOfItsExpressionInItsZone() {
    Maintenance sundays = recurring("0 0 2 ? * SUN", BERLIN, Duration.ofHours(2));
    assertEquals(Optional.empty(), until(sundays, "2026-11-22T00:59:59Z"));
    assertEquals(at("2026-11-22T03:00:00Z"), until(sundays, "2026-11-22T01:00:00Z"));
    assertEquals(at("2026-11-22T03:00:00Z"), until(sundays, "2026-11-22T02:59:59Z"));
    assertEquals(Optional.empty(), until(sundays, "2026-11-22T03:00:00Z"));
  }

  @Test
  void lastsElapsedTimeWhenSummerTimeBegins() {
    // 01:00 CET is midnight UTC; three hours later the clocks show 05:00 CEST.
    Maintenance nightly = recurring("0 0 1 * * ?", BERLIN, Duration.ofHours(3));
    assertEquals(at("2026-03-29T03:00:00Z"), until(nightly, "2026-03-29T00:00:00Z"));
    // 01:00 CEST the day after is an hour earlier in UTC.
    assertEquals(at("2026-03-30T02:00:00Z"), until(nightly, "2026-03-29T23:00:00Z"));
  }

  @Test
  void isNotLostWhereSummerTimeSkipsItsBeginning() {
    Maintenance nightly = recurring("0 30 2 * * ?", BERLIN, Duration.ofHours(1));
    Instant day = Instant.parse("2026-03-28T23:00:00Z");
    Instant change = Objects.requireNonNull(windows(nightly).at(day).change());
    assertTrue(
        change.isBefore(day.plus(Duration.ofDays(2))),
        "02:30 does not exist on that night; the next begin is " + change);
    assertTrue(until(nightly, change.toString()).isPresent());
  }

  @Test
  void isOnInOneOfTheTwoHoursThatSummerTimeEndsWith() {
    Maintenance nightly = recurring("0 30 2 * * ?", BERLIN, Duration.ofMinutes(20));
    boolean first = until(nightly, "2026-10-25T00:35:00Z").isPresent();
    boolean second = until(nightly, "2026-10-25T01:35:00Z").isPresent();
    assertTrue(first || second, "the night has a window");
  }

  @Test
  void timesThatOverlapOrTouchAreOneWindow() {
    Maintenance hourly = recurring("0 0 2,3,4 * * ?", UTC, Duration.ofMinutes(60));
    assertEquals(at("2026-12-01T05:00:00Z"), until(hourly, "2026-12-01T02:10:00Z"));
    Maintenance overlapping = recurring("0 0,20,40 2 * * ?", UTC, Duration.ofMinutes(30));
    assertEquals(at("2026-12-01T03:10:00Z"), until(overlapping, "2026-12-01T02:05:00Z"));
  }

  @Test
  void aWindowWithoutAnEndIsOnAndIsAskedAgain() {
    Maintenance always = recurring("0 * * * * ?", UTC, Duration.ofMinutes(5));
    Instant now = Instant.parse("2026-12-01T00:00:30Z");
    for (int i = 0; i < 5; i++) {
      MaintenanceWindows.Situation situation = windows(always).at(now);
      assertTrue(situation.find("patch-day").isPresent());
      Instant change = Objects.requireNonNull(situation.change());
      assertTrue(change.isAfter(now));
      now = change;
    }
  }

  @Test
  void aStepOfTheClockBringsBackWhatIsOnAtTheNewTime() {
    var window = windows(once("move", "2026-12-01T02:00:00Z", "2026-12-01T04:00:00Z"));
    assertTrue(window.at(Instant.parse("2026-12-01T05:00:00Z")).on().isEmpty());
    assertEquals(1, window.at(Instant.parse("2026-12-01T03:00:00Z")).on().size());
  }

  /** Against counting forward through all times of the expression. */
  @Property(tries = 500)
  void agreesWithCountingForward(
      @ForAll @IntRange(max = 4) int which,
      @ForAll @IntRange(min = 1, max = 20_000) int lastsSeconds,
      @ForAll @IntRange(max = 200_000) int offset) {
    String cron =
        List.of(
                "0 0 * * * ?",
                "0 */7 * * * ?",
                "0 0,5,10 2 * * ?",
                "0 30 2 * * ?",
                "30 0 0/5 * * ?")
            .get(which);
    Instant start = Instant.parse("2026-03-28T00:00:00Z");
    Instant now = start.plusSeconds(offset);
    Duration lasts = Duration.ofSeconds(lastsSeconds);
    boolean expected =
        Cron.next(cron, BERLIN, now.minus(lasts), 1).stream().anyMatch(fire -> !fire.isAfter(now));
    Instant from = now.minus(lasts);
    boolean counted =
        Cron.next(cron, BERLIN, from.minus(Duration.ofHours(6)), 2_000).stream()
            .anyMatch(fire -> !fire.isAfter(now) && fire.plus(lasts).isAfter(now));
    Optional<Instant> until = until(recurring(cron, BERLIN, lasts), now.toString());
    assertEquals(counted, until.isPresent());
    assertEquals(expected, until.isPresent());
    until.ifPresent(end -> assertTrue(end.isAfter(now)));
  }
}
