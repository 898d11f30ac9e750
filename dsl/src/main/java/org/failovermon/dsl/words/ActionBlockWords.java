package org.failovermon.dsl.words;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.time.Duration;

/** What rules and jobs have in common: a script, and how long it may take. */
public interface ActionBlockWords extends CommonWords {
  @Word(
      meaning = "The script that runs.",
      type = "the name of a file in scripts/jobs (in a rule: scripts/rules), or an absolute path",
      mandatory = true,
      example = "action 'backup.groovy'")
  void action(String script);

  @Word(
      meaning = "The same in place: the words of an action script.",
      type = "a block",
      mandatory = true,
      example = "action { exec '/usr/local/bin/backup' }")
  void action(
      @DelegatesTo(value = ActionWords.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block);

  @Word(
      meaning = "How long the script may take before it is ended.",
      type = "a duration",
      range = "1 s to 31 days",
      otherwise = "that of defaults, or [run] deadline of the configuration",
      example = "deadline 30.minutes")
  void deadline(Duration time);
}
