package org.failovermon.engine.model;

import java.time.Instant;

/**
 * One line of the journal that {@code failovermon log} shows: a decision with its reason, what an
 * operator did, or something that the engine noticed about itself.
 *
 * @param at when
 * @param kind what sort of line
 * @param subject the host, check, rule, job, window or run it is about, "policies" or "engine"
 * @param change the change of verdict or status, as in "missing → lost"; empty if nothing changed
 * @param rule name of the row of the transition table that decided; empty for other kinds
 * @param text the sentence
 * @param who who did it: an operator ("root (uid 0)"), or "failovermon"
 */
public record LogEntry(
    Instant at, Kind kind, String subject, String change, String rule, String text, String who) {
  /** Who the engine itself is, in the column "who". */
  public static final String ENGINE = "failovermon";

  /** Sorts of lines. */
  public enum Kind {
    /** A verdict on a host. */
    VERDICT,
    /** A verdict on a service check. */
    CHECK,
    /** What a rule decided: that it acts, or why it does not. */
    RULE,
    /** What an edit of the policies changed, or why it did not come into force. */
    POLICY,
    /** Something about a run. */
    RUN,
    /** Something that an operator did, whether it was done or refused. */
    OPERATOR,
    /** Something that the engine noticed about itself: pauses, clock steps, a full disk. */
    ENGINE
  }
}
