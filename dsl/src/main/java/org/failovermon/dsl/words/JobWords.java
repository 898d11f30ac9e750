package org.failovermon.dsl.words;

/** The words of a job block. */
@Block(
    name = "a job block",
    opens = "job",
    meaning = "Runs a script at the times of a cron expression, never twice at once.",
    frame = "job('nightly') { … }")
public interface JobWords extends ActionBlockWords {
  @Word(
      meaning = "When it runs.",
      type = "a cron expression with seconds",
      mandatory = true,
      example = "cron '0 0 2 * * ?'")
  void cron(String expression);

  @Word(
      meaning = "The time zone of the cron expression.",
      type = "the name of a time zone",
      otherwise = "that of defaults, or the system's",
      example = "zone 'Europe/Berlin'")
  void zone(String name);
}
