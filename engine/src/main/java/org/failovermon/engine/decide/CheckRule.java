package org.failovermon.engine.decide;

import static org.failovermon.engine.model.check.CheckVerdict.FAILED;
import static org.failovermon.engine.model.check.CheckVerdict.FAILING;
import static org.failovermon.engine.model.check.CheckVerdict.OK;
import static org.failovermon.engine.model.check.CheckVerdict.RECOVERING;
import static org.failovermon.engine.model.check.CheckVerdict.UNKNOWN;

import java.util.EnumSet;
import java.util.Set;
import org.failovermon.engine.model.check.CheckVerdict;
import org.jspecify.annotations.Nullable;

/**
 * The transition table of the check machine: from which verdict, on what, to which verdict, and
 * why. Every {@link CheckDecision} names its row and is held against it; the diagram in {@code
 * docs/checks.md} is drawn from this table, and a stale diagram fails the build.
 */
public enum CheckRule {
  /** One good result is enough to know that a service works. */
  FIRST_GOOD(of(UNKNOWN), "good", OK, "the first good result"),
  /** A service never seen well is not called failing: nobody knows that it ever worked. */
  FAILS_WHILE_UNKNOWN(
      of(UNKNOWN),
      "failure",
      UNKNOWN,
      "a service never seen well fails, not yet as often as makes an incident"),
  /** The everyday case. */
  GOOD(of(OK), "good", OK, "the service is well"),
  /** One failure is no incident, unless the policy says so. */
  FIRST_FAILURE(of(OK), "failure", FAILING, "the first of the failures that make an incident"),
  /** Still within what is forgiven. */
  ANOTHER_FAILURE(
      of(OK, FAILING), "failure", FAILING, "another failure, not yet as many as make an incident"),
  /** What is forgiven was not used up. */
  BACK_IN_TIME(of(FAILING), "good", OK, "a good result before the failures made an incident"),
  /** So many failures in a row as the policy names. */
  FAILURES_REACHED(
      of(UNKNOWN, OK, FAILING),
      "failure",
      FAILED,
      "failAfter failures in a row: an incident opens"),
  /** A child of a failed parent is not acted on, never unmonitored; the same in maintenance. */
  HELD(
      of(OK, FAILING),
      "failure",
      FAILING,
      "it fails, and no incident opens while a parent is not well or in maintenance"),
  /** The same for a service never seen well. */
  HELD_WHILE_UNKNOWN(
      of(UNKNOWN),
      "failure",
      UNKNOWN,
      "a service never seen well fails, and no incident opens while a parent is not well or in"
          + " maintenance"),
  /** It goes on being checked. */
  STILL_FAILED(of(FAILED), "failure", FAILED, "the incident goes on"),
  /** One good result does not end an incident, unless the policy says so. */
  FIRST_RECOVERY(
      of(FAILED), "good", RECOVERING, "the first of the good results that end the incident"),
  /** Not yet enough of them. */
  ANOTHER_GOOD(
      of(RECOVERING),
      "good",
      RECOVERING,
      "another good result, not yet as many as end the incident"),
  /** The same incident, not another one. */
  RELAPSE(of(RECOVERING), "failure", FAILED, "a failure before the incident was over"),
  /** A recovery is never hidden, held or not. */
  RECOVERED(
      of(FAILED, RECOVERING), "good", OK, "recoverAfter good results in a row: the incident ends"),
  /** A check that could not be made says nothing about the service. */
  UNDECIDED(
      EnumSet.allOf(CheckVerdict.class),
      "unknown",
      null,
      "the check itself could not be made; it counts neither way"),
  /** Too many changes to act on any of them. */
  FLAPS(
      EnumSet.allOf(CheckVerdict.class),
      "good or failure",
      null,
      "it changes too often: its verdict is frozen"),
  /** The verdict stays as it was when the flapping began. */
  STILL_FLAPPING(
      EnumSet.allOf(CheckVerdict.class),
      "good or failure",
      null,
      "it still changes too often; its verdict stays frozen"),
  /** At most half the changes that make flapping. */
  STEADY_AGAIN(
      EnumSet.allOf(CheckVerdict.class),
      "good or failure",
      null,
      "it changes no more than half as often; it is judged again from the next result"),
  /** What was seen while it was held says nothing about now. */
  RELEASED(
      EnumSet.allOf(CheckVerdict.class),
      "hold over",
      null,
      "parents are well and no maintenance is on: it is judged afresh"),
  /** A pause of our own is no failure of the service's. */
  VOID(
      EnumSet.allOf(CheckVerdict.class),
      "own pause",
      null,
      "we were paused ourselves; the result does not count and the check is made again");

  @SuppressWarnings("ImmutableEnumChecker") // neither handed out nor changed
  private final Set<CheckVerdict> from;

  private final String on;
  private final @Nullable CheckVerdict to;
  private final String comment;

  CheckRule(Set<CheckVerdict> from, String on, @Nullable CheckVerdict to, String comment) {
    this.from = from;
    this.on = on;
    this.to = to;
    this.comment = comment;
  }

  private static Set<CheckVerdict> of(CheckVerdict first, CheckVerdict... rest) {
    return EnumSet.of(first, rest);
  }

  /** The verdicts that the row starts from. */
  public Set<CheckVerdict> from() {
    return EnumSet.copyOf(from);
  }

  /** The event that the row is about, in a word. */
  public String on() {
    return on;
  }

  /** The verdict that the row leads to, as people read it; "the same" where it changes none. */
  public String to() {
    return to == null ? "the same" : to.word();
  }

  /** Why, as a sentence without a full stop. */
  public String comment() {
    return comment;
  }

  /** Whether the row leads from the one verdict to the other. */
  public boolean allows(CheckVerdict before, CheckVerdict after) {
    return from.contains(before) && (to == null ? before == after : to == after);
  }
}
