package org.failovermon.dsl.words;

import java.time.Duration;

/** The words of a maintenance block. */
@Block(
    name = "a maintenance block",
    opens = "maintenance",
    meaning = "A time in which monitoring goes on and nothing runs: once, or again and again.",
    frame = "maintenance('patch-day') { … }")
public interface MaintenanceWords extends CommonWords {
  @Word(
      meaning = "When it begins, again and again; lasts says for how long.",
      type = "a cron expression with seconds",
      example = "cron '0 0 2 ? * SUN'")
  void cron(String expression);

  @Word(
      meaning = "How long it lasts each time.",
      type = "a duration",
      range = "1 s to 31 days",
      example = "lasts 2.hours")
  void lasts(Duration time);

  @Word(
      meaning = "The time zone of the cron expression and of times without an offset.",
      type = "the name of a time zone",
      otherwise = "that of defaults, or the system's",
      example = "zone 'Europe/Berlin'")
  void zone(String name);

  @Word(
      meaning = "When it begins, once.",
      type = "a time",
      range = "as in 2026-12-01T02:00, or with an offset as in 2026-12-01T02:00+01:00",
      example = "from '2026-12-01T02:00'")
  void from(String time);

  @Word(
      meaning = "When it ends, once.",
      type = "a time",
      range = "after its begin, at most 366 days",
      example = "to '2026-12-01T04:00'")
  void to(String time);

  @Word(
      meaning = "The monitors that it is for, with the checks in their blocks.",
      type = "names of monitors",
      example = "monitors 'hostA', 'hostB'")
  void monitors(String... hosts);

  @Word(
      meaning = "The checks that it is for.",
      type = "full names of checks",
      example = "checks 'www'")
  void checks(String... names);

  @Word(meaning = "It is for all monitors, checks, rules and jobs.", example = "everything()")
  void everything();
}
