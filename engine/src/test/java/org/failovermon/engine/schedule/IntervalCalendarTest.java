package org.failovermon.engine.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.ScriptRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntervalCalendarTest {
  private static final HostName HOST_A = new HostName("hostA");
  private static final HostName HOST_B = new HostName("hostB");
  private static final Duration DAY = Duration.ofMinutes(1);
  private static final Duration OFF_PEAK = Duration.ofMinutes(20);

  /** The man page's example: off-peak hours are watched at 1,200 s. */
  private static final List<Job> OFF_PEAK_EXAMPLE =
      List.of(
          change("peak", "0 0 8 * * ?", HOST_A, DAY),
          change("off-peak", "0 0 18 * * ?", HOST_A, OFF_PEAK));

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T07:59:59Z, 1200",
    "2026-11-22T08:00:00Z, 60",
    "2026-11-22T17:59:59Z, 60",
    "2026-11-22T18:00:00Z, 1200",
    "2026-12-01T00:00:00Z, 1200",
    "2027-01-01T12:00:00Z, 60",
  })
  void theChangeThatFiredLastIsInForce(Instant now, long seconds) {
    assertEquals(
        Map.of(HOST_A, Duration.ofSeconds(seconds)),
        IntervalCalendar.intervalsInForce(OFF_PEAK_EXAMPLE, now));
  }

  @Test
  void aChangeThatCameDueWithoutADaemonIsStillToBeActedOn() {
    Instant evening = Instant.parse("2026-11-22T19:00:00Z");
    Instant due = Instant.parse("2026-11-22T18:00:00Z");
    Instant yesterday = Instant.parse("2026-11-21T18:00:00Z");
    assertEquals(
        Map.of("off-peak", due),
        IntervalCalendar.missed(OFF_PEAK_EXAMPLE, Map.of("off-peak", yesterday), evening));
    assertEquals(
        Map.of("off-peak", due), IntervalCalendar.missed(OFF_PEAK_EXAMPLE, Map.of(), evening));
  }

  @Test
  void aChangeThatWasActedOnIsNotRepeatedByARestart() {
    Instant evening = Instant.parse("2026-11-22T19:00:00Z");
    Instant due = Instant.parse("2026-11-22T18:00:00Z");
    assertEquals(
        Map.of(), IntervalCalendar.missed(OFF_PEAK_EXAMPLE, Map.of("off-peak", due), evening));
  }

  @Test
  void theZoneOfTheJobCounts() {
    List<Job> jobs =
        List.of(
            change("peak", "0 0 8 * * ?", HOST_A, DAY),
            new Job(
                "off-peak",
                "0 0 18 * * ?",
                ZoneId.of("Asia/Tokyo"),
                new Job.SetInterval(HOST_A, OFF_PEAK))); // 09:00 UTC
    assertEquals(
        Map.of(HOST_A, OFF_PEAK),
        IntervalCalendar.intervalsInForce(jobs, Instant.parse("2026-11-22T10:00:00Z")));
  }

  @Test
  void anExpressionThatNeverFiredChangesNothing() {
    List<Job> jobs =
        List.of(
            change("future", "0 0 0 1 1 ? 2030", HOST_A, OFF_PEAK),
            change("past", "0 0 0 1 1 ? 2020", HOST_B, DAY));
    assertEquals(
        Map.of(HOST_B, DAY),
        IntervalCalendar.intervalsInForce(jobs, Instant.parse("2026-11-22T10:00:00Z")));
  }

  @Test
  void hostsAreSeparateAndScriptsDoNotCount() {
    List<Job> jobs =
        List.of(
            change("a", "0 0 8 * * ?", HOST_A, DAY),
            change("b", "0 0 9 * * ?", HOST_B, OFF_PEAK),
            new Job(
                "nightly",
                "0 0 2 * * ?",
                ZoneOffset.UTC,
                new Job.RunScript(ScriptRef.DEFAULT_LOST)));
    assertEquals(
        Map.of(HOST_A, DAY, HOST_B, OFF_PEAK),
        IntervalCalendar.intervalsInForce(jobs, Instant.parse("2026-11-22T10:00:00Z")));
  }

  @Test
  void ofTwoAtTheSameInstantTheLaterNameCountsWhateverTheirOrder() {
    Job first = change("1-first", "0 0 8 * * ?", HOST_A, DAY);
    Job second = change("2-second", "0 0 8 * * ?", HOST_A, OFF_PEAK);
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    Map<HostName, Duration> expected = Map.of(HOST_A, OFF_PEAK);
    assertEquals(expected, IntervalCalendar.intervalsInForce(List.of(first, second), now));
    assertEquals(expected, IntervalCalendar.intervalsInForce(List.of(second, first), now));
  }

  @Test
  void whatWasActedOnWhileTheClockWasAheadDoesNotCount() {
    List<Job> jobs = List.of(change("day", "0 0 8 * * ?", HOST_A, DAY));
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    Instant due = Instant.parse("2026-11-22T08:00:00Z");
    Instant ahead = Instant.parse("2027-11-22T08:00:00Z");
    assertEquals(Map.of("day", due), IntervalCalendar.missed(jobs, Map.of("day", ahead), now));
    Instant aStep = now.plusSeconds(30);
    assertEquals(Map.of(), IntervalCalendar.missed(jobs, Map.of("day", aStep), now));
  }

  private static Job change(String name, String cron, HostName host, Duration interval) {
    return new Job(name, cron, ZoneOffset.UTC, new Job.SetInterval(host, interval));
  }
}
