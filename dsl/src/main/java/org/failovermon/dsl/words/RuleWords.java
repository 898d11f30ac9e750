package org.failovermon.dsl.words;

import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.time.Duration;
import java.util.Map;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Trigger;

/** The words of a rule block. */
@Block(
    name = "a rule block",
    opens = "rule",
    meaning = "Runs a script when an event happens and its conditions hold.",
    frame = "rule('tell') { … }")
public interface RuleWords extends ActionBlockWords {
  @Word(
      meaning = "The events that the rule reacts to; any of them.",
      type = "lost(…), up(…), failed(…), operatorDid(…), cron(…), fileChanged(…), runEnded(…) …",
      mandatory = true,
      example = "on lost('hostA'), failed('www')")
  void on(Trigger... events);

  @Word(
      meaning = "The event that a host has failed; without a name any host.",
      type = "names of monitors",
      example = "on lost('hostA', 'hostB')")
  Trigger lost(String... hosts);

  @Word(
      meaning = "The event that a host is up; without a name any host.",
      type = "names of monitors",
      example = "on up('hostA')")
  Trigger up(String... hosts);

  @Word(
      meaning = "The event that beats of a host are being missed; without a name any host.",
      type = "names of monitors",
      example = "on missing('hostA')")
  Trigger missing(String... hosts);

  @Word(
      meaning =
          "The event that a host would have failed and is held back for a reason; without a name"
              + " any host.",
      type = "names of monitors",
      example = "on heldBack('hostA')")
  Trigger heldBack(String... hosts);

  @Word(
      meaning = "The event that we cannot judge a host; without a name any host.",
      type = "names of monitors",
      example = "on cannotJudge()")
  Trigger cannotJudge(String... hosts);

  @Word(
      meaning = "The event that a check has failed; without a name any check.",
      type = "full names of checks",
      example = "on failed('www')")
  Trigger failed(String... checks);

  @Word(
      meaning = "The event that a check fails, not yet often enough; without a name any check.",
      type = "full names of checks",
      example = "on failing('www')")
  Trigger failing(String... checks);

  @Word(
      meaning =
          "The event that a check is well again, also when it was only failing; without a name"
              + " any.",
      type = "full names of checks",
      example = "on recovered('www')")
  Trigger recovered(String... checks);

  @Word(
      meaning = "The event that an operator did one of these.",
      type =
          "add, delete, modify, start, stop, path-add, path-delete, path-modify, job-add,"
              + " job-delete, retry, dismiss, maintenance-add or maintenance-delete",
      example = "on operatorDid('stop', 'delete')")
  Trigger operatorDid(String... commands);

  @Word(
      meaning = "The event that a cron expression comes due.",
      type = "a cron expression with seconds",
      example = "on cron('0 0 8 ? * MON-FRI')")
  Trigger cron(String expression);

  @Word(
      meaning = "The same in a time zone.",
      type = "a cron expression with seconds",
      options =
          @Word.Option(
              name = "zone",
              meaning = "the time zone of the expression",
              type = "the name of a time zone",
              otherwise = "that of defaults, or the system's"),
      example = "on cron('0 0 8 ? * MON-FRI', zone: 'Europe/Berlin')")
  Trigger cron(
      @NamedParams(@NamedParam(value = "zone", type = String.class, required = true))
          Map<String, ?> options,
      String expression);

  @Word(
      meaning = "The event that the content of a file changed, or that it came or went.",
      type = "an absolute path",
      example = "on fileChanged('/etc/resolv.conf')")
  Trigger fileChanged(String file);

  @Word(
      meaning = "The event that a run of a script ended.",
      type = "named options",
      options = {
        @Word.Option(
            name = "of",
            meaning = "whose run",
            type = "a monitor, job or rule, or a list of them",
            otherwise = "any"),
        @Word.Option(
            name = "kind",
            meaning = "which kind of run",
            type = "'lost-pulse', 'regain-pulse', 'job' or 'rule', or a list of them",
            otherwise = "any"),
        @Word.Option(
            name = "how",
            meaning = "how it ended",
            type = "'succeeded', 'failed', 'timed out', 'unknown' or 'skipped', or a list of them",
            otherwise = "any")
      },
      example = "on runEnded(of: 'hostA', kind: 'lost-pulse', how: ['failed', 'timed out'])")
  Trigger runEnded(
      @NamedParams({
            @NamedParam(value = "of", type = Object.class),
            @NamedParam(value = "kind", type = Object.class),
            @NamedParam(value = "how", type = Object.class)
          })
          Map<String, ?> options);

  @Word(
      meaning = "What must hold when the event happens.",
      type = "happened(…), isLost(…), isUp(…), isFailed(…), isWell(…), not(…), all(…) or any(…)",
      otherwise = "it acts on each event",
      example = "when happened('hostA', 1.hour, 3)")
  void when(Condition condition);

  @Word(
      meaning =
          "So many outages of a monitor, or incidents of a check, began within a time, this one"
              + " included.",
      type = "a name, a duration and a number",
      range = "1 s to 31 days; 1 to 1000",
      example = "when happened('hostA', 1.hour, 3)")
  Condition happened(String name, Duration within, int times);

  @Word(
      meaning = "The host has failed.",
      type = "the name of a monitor",
      example = "when isLost('hostA')")
  Condition isLost(String host);

  @Word(meaning = "The host is up.", type = "the name of a monitor", example = "when isUp('hostA')")
  Condition isUp(String host);

  @Word(
      meaning = "The check has failed, and is not well again yet.",
      type = "the full name of a check",
      example = "when isFailed('www')")
  Condition isFailed(String check);

  @Word(
      meaning = "The check is well.",
      type = "the full name of a check",
      example = "when isWell('www')")
  Condition isWell(String check);

  @Word(meaning = "It does not hold.", type = "a condition", example = "when not(isUp('hostB'))")
  Condition not(Condition condition);

  @Word(
      meaning = "All of them hold.",
      type = "conditions",
      example = "when all(isUp('hostB'), happened('hostA', 1.hour, 3))")
  Condition all(Condition... conditions);

  @Word(
      meaning = "One of them holds.",
      type = "conditions",
      example = "when any(isLost('hostB'), isFailed('www'))")
  Condition any(Condition... conditions);

  @Word(
      meaning = "Most actions within a time; what is more is left out, with a line in the journal.",
      type = "a number and a duration",
      range = "1 to 1000; 1 s to 31 days",
      otherwise = "atMost 10, 1.hour",
      example = "atMost 1, 1.hour")
  void atMost(int actions, Duration within);

  @Word(
      meaning = "What makes two events the same: a rule acts at most once on the same.",
      type = "incident or event",
      otherwise = "incident",
      example = "oncePer incident")
  void oncePer(RuleSpec.OncePer same);

  @Word(
      meaning =
          "For oncePer: the outage, the incident of the check, the run, the instant, the content of"
              + " the file.",
      example = "oncePer incident")
  RuleSpec.OncePer getIncident();

  @Word(meaning = "For oncePer: each event is another one.", example = "oncePer event")
  RuleSpec.OncePer getEvent();
}
