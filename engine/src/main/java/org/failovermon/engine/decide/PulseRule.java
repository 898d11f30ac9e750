package org.failovermon.engine.decide;

import static org.failovermon.engine.model.Verdict.CANNOT_JUDGE;
import static org.failovermon.engine.model.Verdict.HELD_BACK;
import static org.failovermon.engine.model.Verdict.LOST;
import static org.failovermon.engine.model.Verdict.MISSING;
import static org.failovermon.engine.model.Verdict.STOPPED;
import static org.failovermon.engine.model.Verdict.UNKNOWN;
import static org.failovermon.engine.model.Verdict.UP;

import java.util.EnumSet;
import java.util.Set;
import org.failovermon.engine.model.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The transition table of the Pulse machine: from which verdict, on what, to which verdict, and
 * why. Every {@link Decision} names its row and is checked against it; the diagram in {@code
 * docs/pulse.md} is drawn from this table, and a stale diagram fails the build. The name of the row
 * is stored with each decision and shown by {@code failovermon log}.
 */
public enum PulseRule {
  /** SEEDS §1: starting reports success once the monitor runs. */
  STARTED(
      of(STOPPED), "start", UNKNOWN, "the monitor is started; nothing is known of the host yet"),
  /** A restart of the engine within one boot forgets no verdict. */
  RESUMED_UP(of(STOPPED), "start", UP, "the engine was restarted; the host was up before"),
  /** SEEDS §1: an outage belongs to the host and survives stop, start, modify and a restart. */
  RESUMED_LOST(
      of(STOPPED), "start", LOST, "the monitor is started while the outage of its host is open"),
  /** First contact. */
  FIRST_ANSWER(of(UNKNOWN), "answer", UP, "the host answers for the first time since the start"),
  /** The everyday case. */
  ANSWERED(of(UP), "answer", UP, "the beat is answered"),
  /** SEEDS §1: with retries, one miss is no failure. */
  FIRST_MISS(of(UP, CANNOT_JUDGE), "miss", MISSING, "a beat is not answered; it is tried again"),
  /** SEEDS §1: failed only after 1 + retries misses in a row. */
  ANOTHER_MISS(
      of(MISSING, CANNOT_JUDGE), "miss", MISSING, "another miss, still within the retries"),
  /**
   * SEEDS §1: a host never seen is unknown, and within the grace period after a boot it is not
   * declared failed.
   */
  MISS_WHILE_UNKNOWN(
      of(UNKNOWN, CANNOT_JUDGE),
      "miss",
      UNKNOWN,
      "a host never seen is missed within the retries or the grace period"),
  /** The retries did their work. */
  BACK_IN_TIME(of(MISSING), "answer", UP, "the host answers before the retries are exceeded"),
  /** SEEDS §1: the retries are exceeded. */
  RETRIES_EXCEEDED(
      of(UNKNOWN, UP, MISSING, CANNOT_JUDGE),
      "miss",
      LOST,
      "1 + retries misses in a row: lost-pulse runs"),
  /** A planned shutdown does not fire lost-pulse, for at most 15 minutes. */
  ABSENCE_ANNOUNCED(
      of(UNKNOWN, UP, MISSING, HELD_BACK, CANNOT_JUDGE),
      "miss",
      HELD_BACK,
      "the retries are exceeded, but the host announced that it shuts down"),
  /** An observer suspects itself when it has reason to, for a bounded time. */
  SELF_SUSPECTED(
      of(UNKNOWN, UP, MISSING, HELD_BACK, CANNOT_JUDGE),
      "miss",
      HELD_BACK,
      "the retries are exceeded, but we may be the one who is cut off"),
  /** A child of a failed parent is not acted on, and never unmonitored. */
  PARENT_FAILED(
      of(UNKNOWN, UP, MISSING, HELD_BACK, CANNOT_JUDGE),
      "miss",
      HELD_BACK,
      "the retries are exceeded, but what the host depends on has failed, or is being missed"),
  /** Within a maintenance window monitoring goes on and nothing runs. */
  MAINTENANCE_ON(
      of(UNKNOWN, UP, MISSING, HELD_BACK, CANNOT_JUDGE),
      "miss",
      HELD_BACK,
      "the retries are exceeded, but a maintenance window covers the host"),
  /** The reason to wait still holds. */
  STILL_HELD(of(HELD_BACK, CANNOT_JUDGE), "miss", HELD_BACK, "the reason to hold back still holds"),
  /** A hold is bounded, or ends with what it is about. */
  HOLD_OVER(
      of(HELD_BACK, CANNOT_JUDGE),
      "miss",
      LOST,
      "the reason to hold back is over: lost-pulse runs"),
  /** What was not asked cannot be answered: the silence is ours. */
  NOT_ASKED(
      of(UNKNOWN, UP, MISSING, HELD_BACK, CANNOT_JUDGE),
      "miss",
      HELD_BACK,
      "the host is not asked in a way that it can answer: its name does not resolve, or our key is"
          + " another"),
  /** The end of a window and of a parent's failure judges afresh. */
  JUDGED_AFRESH(
      of(HELD_BACK, MISSING),
      "release",
      MISSING,
      "what held the host back is over: its misses count from 0"),
  /** The same for a host that was not held back yet. */
  COUNTED_AFRESH(
      of(UNKNOWN, CANNOT_JUDGE),
      "release",
      null,
      "what would have held the host back is over: its misses count from 0"),
  /** The hold was right. */
  BACK_WHILE_HELD(of(HELD_BACK), "answer", UP, "the host answers while its verdict is held back"),
  /** SEEDS §1: it goes on trying. */
  STILL_LOST(of(LOST), "miss", LOST, "the host is still lost; it goes on trying"),
  /** A sick answer does not end an outage. */
  SICK_WHILE_LOST(
      of(LOST),
      "answer",
      LOST,
      "the host answers but calls itself sick, which does not end the outage"),
  /** SEEDS §1: contact is back, regain-pulse runs once. */
  REGAINED(of(LOST), "answer", UP, "a healthy answer ends the outage: regain-pulse runs"),
  /** A pause of our own is no miss of the host's. */
  TRY_VOID(
      of(UNKNOWN, UP, MISSING, HELD_BACK, LOST, CANNOT_JUDGE),
      "own pause",
      null,
      "we were paused ourselves; the try does not count and is made again"),
  /** A member that is not known makes the beat neither a hit nor a miss. */
  UNDECIDED(
      of(UNKNOWN, UP, MISSING, HELD_BACK, LOST, CANNOT_JUDGE),
      "undecided",
      null,
      "checks that are not known would decide; the try does not count"),
  /** When our pauses go on we say so instead of guessing. */
  PAUSES_GO_ON(
      of(UNKNOWN, UP, MISSING, HELD_BACK),
      "own pause",
      CANNOT_JUDGE,
      "three tries in a row were lost to our own pauses"),
  /** The host lives, whatever we suffer from. */
  JUDGING_AGAIN(of(CANNOT_JUDGE), "answer", UP, "the host answers; it can be judged again"),
  /** Kept for the next miss. */
  ANNOUNCED(
      of(STOPPED, UNKNOWN, UP, MISSING, HELD_BACK, LOST, CANNOT_JUDGE),
      "announcement",
      null,
      "the host announced an absence, or took it back"),
  /** Replayed or delayed announcements have no effect. */
  STALE_ANNOUNCEMENT(
      of(STOPPED, UNKNOWN, UP, MISSING, HELD_BACK, LOST, CANNOT_JUDGE),
      "announcement",
      null,
      "an announcement that is not newer than the newest is ignored"),
  /** SEEDS §1: stop. */
  STOPPED_BY_OPERATOR(
      of(STOPPED, UNKNOWN, UP, MISSING, HELD_BACK, LOST, CANNOT_JUDGE),
      "stop",
      STOPPED,
      "the monitor is stopped"),
  /** What arrives after a stop, or a second start, changes nothing. */
  NOTHING(
      of(STOPPED, UNKNOWN, UP, MISSING, HELD_BACK, LOST, CANNOT_JUDGE),
      "any other",
      null,
      "it changes nothing");

  @SuppressWarnings("ImmutableEnumChecker") // neither handed out nor changed
  private final Set<Verdict> from;

  private final String on;
  private final @Nullable Verdict to;
  private final String comment;

  PulseRule(Set<Verdict> from, String on, @Nullable Verdict to, String comment) {
    this.from = from;
    this.on = on;
    this.to = to;
    this.comment = comment;
  }

  private static Set<Verdict> of(Verdict first, Verdict... rest) {
    return EnumSet.of(first, rest);
  }

  /** The verdicts that the row starts from. */
  public Set<Verdict> from() {
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
  public boolean allows(Verdict before, Verdict after) {
    return from.contains(before) && (to == null ? before == after : to == after);
  }
}
