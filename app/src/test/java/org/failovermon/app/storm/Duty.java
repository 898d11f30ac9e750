package org.failovermon.app.storm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Trigger;

/**
 * A rule, a job or a maintenance window of a policy file as a storm writes it.
 *
 * @param kind which of the three
 * @param name its name
 * @param host what it is about; of a window, empty for everything; of a rule, empty for the clock
 * @param number 1 to 6: how often a rule may act within a minute, how many seconds are between the
 *     times of a job, how long a window lasts
 * @param script of a rule or job, or empty for a block in place
 */
record Duty(Owned.Kind kind, String name, String host, int number, String script) {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final String EACH_WINDOW = "0/20 * * * * ?";
  private static final String EACH_TIME = "0/7 * * * * ?";
  private static final Place NOWHERE = new Place("policies/a.groovy", 1);

  /** What makes two of them the same definition. */
  String key() {
    return kind.word() + " " + name;
  }

  String text() {
    return switch (kind) {
      case RULE ->
          """
          rule('%s') {
              on %s
              atMost %d, 1.minute
              action %s
          }
          """
              .formatted(
                  name,
                  host.isEmpty()
                      ? "cron('" + EACH_TIME + "', zone: 'UTC')"
                      : "lost('" + host + "')",
                  number,
                  action());
      case JOB ->
          """
          job('%s') {
              cron '0/%d * * * * ?'
              zone 'UTC'
              action %s
          }
          """
              .formatted(name, number, action());
      case WINDOW ->
          """
          maintenance('%s') {
              cron '%s'
              zone 'UTC'
              lasts %d.seconds
              %s
          }
          """
              .formatted(
                  name,
                  EACH_WINDOW,
                  number,
                  host.isEmpty() ? "everything()" : "monitors '" + host + "'");
      case MONITOR, CHECK -> throw new IllegalStateException(kind.word());
    };
  }

  private String action() {
    return script.isEmpty() ? "{ log 'done' }" : "'" + script + "'";
  }

  /** The file of its script, or empty. */
  String scriptFile() {
    return script.isEmpty() ? "" : folder() + script;
  }

  private String folder() {
    return kind == Owned.Kind.RULE ? "scripts/rules/" : "scripts/jobs/";
  }

  private ScriptRef reference(String file) {
    String noun = kind == Owned.Kind.RULE ? "rule" : "job";
    return new ScriptRef(script.isEmpty() ? file + "#" + noun + "." + name + ".action" : script);
  }

  /** Whether it is a window that keeps what is of this host, or of all hosts, from acting. */
  boolean covers(String other) {
    return kind == Owned.Kind.WINDOW && (host.isEmpty() || host.equals(other));
  }

  /** The rule, as the file of this path would have it, at no place. */
  RuleSpec rule(String file) {
    return new RuleSpec(
        name,
        List.of(
            host.isEmpty()
                ? new Trigger.CronDue(EACH_TIME, UTC)
                : new Trigger.MonitorBecomes(Set.of(host), Set.of(Verdict.LOST))),
        new Condition.Always(),
        RuleSpec.OncePer.INCIDENT,
        new RuleSpec.Cap(number, Duration.ofMinutes(1)),
        reference(file),
        null,
        NOWHERE);
  }

  /** The same rule at no place, so that rules can be compared. */
  static RuleSpec nowhere(RuleSpec rule) {
    return new RuleSpec(
        rule.name(),
        rule.triggers(),
        rule.condition(),
        rule.oncePer(),
        rule.cap(),
        rule.action(),
        rule.deadline(),
        NOWHERE);
  }

  /** The job, as the file of this path would have it. */
  Job job(String file) {
    return new Job(name, "0/" + number + " * * * * ?", UTC, new Job.RunScript(reference(file)));
  }

  /** The window at no place. */
  Maintenance window() {
    return new Maintenance(
        name,
        host.isEmpty() ? Set.of() : Set.of(host),
        new Maintenance.Recurring(EACH_WINDOW, UTC, Duration.ofSeconds(number)),
        null);
  }

  /** The same window at no place. */
  static Maintenance nowhere(Maintenance window) {
    return new Maintenance(window.name(), window.subjects(), window.window(), null);
  }

  /** When a window is on, by the clock of the storm's world. */
  boolean on(Instant now) {
    return now.toEpochMilli() % 20_000 < number * 1_000L;
  }
}
