package org.failovermon.engine.model.policy;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.ScriptRef;
import org.jspecify.annotations.Nullable;

/**
 * A rule: on one of its events, and if its condition holds, it calls for a run of its script.
 *
 * <p>The runs of one rule happen one at a time, in order. Each has a key, and a key is acted on at
 * most once, across reloads and restarts: the incident of the event ({@link OncePer#INCIDENT}) or
 * the event itself ({@link OncePer#EVENT}).
 *
 * @param name as of a job: unique among the rules
 * @param triggers the events, at least one
 * @param condition what must hold when the event happens
 * @param oncePer what makes two events the same
 * @param cap most actions within a time; what is more is left out, with a line in the journal
 * @param action the script
 * @param deadline how long it may take, or null for the configuration's deadline
 * @param place where the policy says it
 */
public record RuleSpec(
    String name,
    List<Trigger> triggers,
    Condition condition,
    OncePer oncePer,
    Cap cap,
    ScriptRef action,
    @Nullable Duration deadline,
    Place place) {
  /** Copies the list. */
  public RuleSpec {
    triggers = List.copyOf(triggers);
  }

  /** What makes two events the same. */
  public enum OncePer {
    /**
     * The outage of the host, the incident of the check, the run, the scheduled instant, the
     * content of the file: what the event is about.
     */
    INCIDENT,
    /** Each event is another one. */
    EVENT
  }

  /**
   * Most actions within a time.
   *
   * @param actions 1 to 1,000
   * @param within 1 s to 31 days
   */
  public record Cap(int actions, Duration within) {
    /** Cap of a rule that states none: ten an hour. */
    public static final Cap DEFAULT = new Cap(10, Duration.ofHours(1));

    /**
     * Checks the ranges.
     *
     * @throws InvalidValueException when a value is out of its range
     */
    public Cap {
      if (actions < 1 || actions > 1_000) {
        throw new InvalidValueException("a cap is 1 to 1000 actions, was " + actions);
      }
      if (within.compareTo(Duration.ofSeconds(1)) < 0
          || within.compareTo(Duration.ofDays(31)) > 0) {
        throw new InvalidValueException("a cap is counted over 1 s to 31 days, was " + within);
      }
    }
  }
}
