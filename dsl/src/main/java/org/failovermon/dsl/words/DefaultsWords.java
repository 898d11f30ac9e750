package org.failovermon.dsl.words;

import java.time.Duration;

/** The words of a defaults block. */
@Block(
    name = "a defaults block",
    opens = "defaults",
    meaning = "What the monitors, checks and jobs of a file have in common.",
    frame = "defaults { … }")
public interface DefaultsWords extends BeatWords {
  @Word(
      meaning = "The time zone of cron expressions and times of this file.",
      type = "the name of a time zone",
      otherwise = "the system's",
      example = "zone 'Europe/Berlin'")
  void zone(String name);

  @Word(
      meaning = "The pause between a result of a check and its next execution.",
      type = "a duration",
      range = "100 ms to 366 days",
      otherwise = "60.seconds",
      example = "checkEvery 30.seconds")
  void checkEvery(Duration interval);

  @Word(
      meaning = "How long one execution of a check may take.",
      type = "a duration",
      range = "10 ms to 1 h",
      otherwise = "10.seconds",
      example = "checkTimeout 5.seconds")
  void checkTimeout(Duration time);

  @Word(
      meaning = "Failures in a row that open an incident of a check.",
      type = "a number",
      range = "1 to 1000",
      otherwise = "3",
      example = "failAfter 3")
  void failAfter(int failures);

  @Word(
      meaning = "Good results in a row that end an incident of a check.",
      type = "a number",
      range = "1 to 1000",
      otherwise = "2",
      example = "recoverAfter 2")
  void recoverAfter(int results);
}
