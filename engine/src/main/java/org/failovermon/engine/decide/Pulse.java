package org.failovermon.engine.decide;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.decide.Phase.HoldReason;
import org.failovermon.engine.model.Durations;
import org.jspecify.annotations.Nullable;

/**
 * The Pulse machine: turns answers and misses of one monitor into verdicts. A pure function; same
 * input, same output.
 *
 * <p>The intuition: an answer proves life, a miss proves little. Only {@code 1 + retries} misses in
 * a row make an outage, and only when nothing speaks against them: the host announced its absence,
 * we may be cut off ourselves, we were paused. Each of those delays the verdict for a bounded time,
 * never longer. The rows are in {@link PulseRule}.
 */
public final class Pulse {
  /**
   * Answers in a row that call the responder sick, from which on they count as misses (DESIGN, "How
   * a beat flows", 2).
   */
  public static final int SICK_LIMIT = 3;

  /** Tries in a row lost to our own pauses, from which on we say that we cannot judge. */
  public static final int VOIDED_LIMIT = 3;

  /** Longest absence that an announcement can ask for (SEEDS §3: up to 15 min). */
  public static final Duration MAX_ABSENCE = Duration.ofMinutes(15);

  private Pulse() {}

  /**
   * Decides what an event means for a monitor. Never fails: an event that has no meaning in a state
   * changes nothing.
   */
  public static Decision decide(PulsePolicy policy, PulseState state, PulseEvent event) {
    return switch (event) {
      case PulseEvent.Started started -> start(policy, state, started);
      case PulseEvent.Stopped stopped -> stop(policy, state);
      case PulseEvent.Answered answered -> answer(policy, state, answered);
      case PulseEvent.Missed missed -> miss(policy, state, missed);
      case PulseEvent.Voided voided -> voidTry(policy, state, voided);
      case PulseEvent.Announced announced -> announce(policy, state, announced);
      case PulseEvent.Well well ->
          goodAnswer(state, state.withVoided(0).withSick(0), isWell(policy, well.how()));
      case PulseEvent.Undecided undecided -> undecided(policy, state, undecided);
      case PulseEvent.Released released -> release(policy, state, released);
    };
  }

  private static Decision start(PulsePolicy policy, PulseState state, PulseEvent.Started event) {
    if (!(state.phase() instanceof Phase.Stopped stopped)) {
      return nothing(state, "the monitor of " + policy.host() + " is already running");
    }
    PulseState fresh = state.withSick(0).withVoided(0);
    if (stopped.outage() != 0) {
      return to(
          state,
          fresh.with(new Phase.Lost(stopped.outage(), 0)),
          PulseRule.RESUMED_LOST,
          policy.host() + " is still lost: outage " + stopped.outage() + " is open");
    }
    if (event.wasUp()) {
      return to(
          state,
          fresh.with(new Phase.Up()),
          PulseRule.RESUMED_UP,
          policy.host() + " was up when the engine last ran");
    }
    Duration grace = Duration.ofNanos(event.graceUntil() - event.now());
    String because =
        grace.isPositive() && !event.newcomer()
            ? policy.host()
                + " was not seen yet; for "
                + Durations.show(grace)
                + " of grace it is not judged lost"
            : policy.host() + " was not seen yet";
    return to(
        state, fresh.with(new Phase.Unknown(0, event.graceUntil())), PulseRule.STARTED, because);
  }

  private static Decision stop(PulsePolicy policy, PulseState state) {
    PulseState next = state.with(new Phase.Stopped(state.outage())).withSick(0).withVoided(0);
    String because =
        "the monitor of "
            + policy.host()
            + " is stopped"
            + (state.outage() == 0 ? "" : "; its outage " + state.outage() + " stays open");
    return to(state, next, PulseRule.STOPPED_BY_OPERATOR, because);
  }

  private static Decision answer(PulsePolicy policy, PulseState state, PulseEvent.Answered event) {
    if (state.phase() instanceof Phase.Stopped) {
      return nothing(state, "an answer after the stop changes nothing");
    }
    boolean restarted = event.incarnation() != state.incarnation();
    PulseState seen =
        (restarted ? state.withResponder(event.incarnation(), 0, PulseState.NOT_ABSENT) : state)
            .withVoided(0);
    if (event.health().sick()) {
      return sickAnswer(policy, state, seen.withSick(Math.min(seen.sickInRow() + 1, 1_000)), event);
    }
    return goodAnswer(state, seen.withSick(0), answers(policy, event));
  }

  private static String answers(PulsePolicy policy, PulseEvent.Answered event) {
    return event.members().isEmpty()
        ? policy.host() + " answers on path " + event.path()
        : isWell(policy, event.members());
  }

  private static String isWell(PulsePolicy policy, String how) {
    return policy.host() + " is well (" + how + ")";
  }

  private static Decision sickAnswer(
      PulsePolicy policy, PulseState state, PulseState seen, PulseEvent.Answered event) {
    String says = policy.host() + " answers but says that " + event.health().complaint();
    if (seen.phase() instanceof Phase.Lost) {
      return to(state, seen, PulseRule.SICK_WHILE_LOST, says + "; that does not end the outage");
    }
    return goodAnswer(state, seen, answers(policy, event));
  }

  private static Decision goodAnswer(PulseState state, PulseState seen, String by) {
    PulseState up = seen.with(new Phase.Up());
    return switch (seen.phase()) {
      case Phase.Up was -> to(state, up, PulseRule.ANSWERED, by);
      case Phase.Unknown was ->
          to(state, up, PulseRule.FIRST_ANSWER, by + ", for the first time since the start");
      case Phase.Missing was ->
          to(
              state,
              up,
              PulseRule.BACK_IN_TIME,
              was.misses() == 0 ? by : by + " again after " + times(was.misses(), "miss"));
      case Phase.HeldBack was ->
          to(
              state,
              up,
              PulseRule.BACK_WHILE_HELD,
              by + " again after " + times(was.misses(), "miss") + "; no script ran");
      case Phase.CannotJudge was ->
          to(state, up, PulseRule.JUDGING_AGAIN, by + "; it can be judged again");
      case Phase.Lost was ->
          decided(
              state,
              up,
              List.of(new PulseCommand.RegainPulse(was.outage())),
              PulseRule.REGAINED,
              by + " again: outage " + was.outage() + " is over");
      case Phase.Stopped was -> nothing(state, "an answer after the stop changes nothing");
    };
  }

  /**
   * Whether an answer counts as a miss, because the responder calls itself sick for the third time
   * in a row or more. The shell asks before it reports the answer, and reports a miss at the pace
   * of the timeout instead.
   */
  public static boolean countsAsMiss(PulseState state, PulseEvent.Answered event) {
    return event.health().sick() && state.sickInRow() + 1 >= SICK_LIMIT;
  }

  private static Decision miss(PulsePolicy policy, PulseState state, PulseEvent.Missed event) {
    PulseState seen = state.withVoided(0);
    return switch (seen.phase()) {
      case Phase.Stopped was -> nothing(state, "a miss after the stop changes nothing");
      case Phase.Lost was -> {
        int misses = Math.min(was.misses() + 1, policy.limit());
        yield to(
            state,
            seen.with(new Phase.Lost(was.outage(), misses)),
            PulseRule.STILL_LOST,
            policy.host() + " is still lost: " + event.how());
      }
      case Phase.CannotJudge was -> judge(policy, state, seen, was.before(), event);
      case Phase.Judging was -> judge(policy, state, seen, was, event);
    };
  }

  private static Decision judge(
      PulsePolicy policy,
      PulseState state,
      PulseState seen,
      Phase.Judging was,
      PulseEvent.Missed event) {
    boolean heldOutside = was instanceof Phase.HeldBack held && held.why().unbounded();
    boolean afresh = heldOutside && event.hold() == null;
    int misses = afresh ? 1 : Math.min(was.misses() + 1, Integer.MAX_VALUE - 1);
    String count = misses + " of " + policy.limit();
    PulseEvent.Hold hold = event.hold();
    if (was instanceof Phase.Unknown unknown
        && hold != null
        && hold.why() == HoldReason.NOT_ASKED) {
      return to(
          state,
          seen.with(new Phase.Unknown(0, unknown.graceUntil())),
          PulseRule.MISS_WHILE_UNKNOWN,
          policy.host() + " was never seen, and is not judged: " + hold.because());
    }
    if (was instanceof Phase.Unknown unknown
        && (misses < policy.limit() || event.now() < unknown.graceUntil())) {
      String why =
          misses < policy.limit()
              ? "miss " + count
              : "it is not judged lost for another "
                  + Durations.show(Duration.ofNanos(unknown.graceUntil() - event.now()));
      return decided(
          state,
          seen.with(new Phase.Unknown(misses, unknown.graceUntil())),
          misses == 1
              ? List.of(
                  new PulseCommand.Warn(
                      "cannot initiate connection with host " + policy.host() + ", retrying"))
              : List.of(),
          PulseRule.MISS_WHILE_UNKNOWN,
          policy.host() + " was never seen: " + event.how() + "; " + why);
    }
    if (misses < policy.limit() && (afresh || !(was instanceof Phase.HeldBack))) {
      boolean first = misses == 1 && !(was instanceof Phase.Missing);
      return to(
          state,
          seen.with(new Phase.Missing(misses)),
          afresh ? PulseRule.JUDGED_AFRESH : first ? PulseRule.FIRST_MISS : PulseRule.ANOTHER_MISS,
          policy.host() + " is missing, miss " + count + ": " + event.how());
    }
    return verdict(policy, state, seen, was, misses, event);
  }

  /** The retries are exceeded: lost, unless there is a reason to hold back. */
  private static Decision verdict(
      PulsePolicy policy,
      PulseState state,
      PulseState seen,
      Phase.Judging was,
      int misses,
      PulseEvent.Missed event) {
    long now = event.now();
    Phase.@Nullable HeldBack held = was instanceof Phase.HeldBack heldBack ? heldBack : null;
    String missed = times(misses, "miss") + " in a row, " + event.how();
    PulseEvent.Hold hold = event.hold();
    if (hold != null) {
      return holdOutside(policy, state, seen, held, misses, hold, missed);
    }
    if (seen.absent(now)) {
      boolean already = held != null && held.why() == HoldReason.ANNOUNCED_ABSENCE;
      return to(
          state,
          seen.with(new Phase.HeldBack(misses, HoldReason.ANNOUNCED_ABSENCE, seen.absentUntil())),
          already ? PulseRule.STILL_HELD : PulseRule.ABSENCE_ANNOUNCED,
          policy.host()
              + " announced that it shuts down; it is held back for at most another "
              + left(seen.absentUntil(), now)
              + " ("
              + missed
              + ")");
    }
    Phase.@Nullable HeldBack suspected =
        held != null && held.why() == HoldReason.SELF_SUSPICION ? held : null;
    if (!event.suspicion().isEmpty() && suspected == null) {
      long until = now + policy.holdBack().toNanos();
      return to(
          state,
          seen.with(new Phase.HeldBack(misses, HoldReason.SELF_SUSPICION, until)),
          PulseRule.SELF_SUSPECTED,
          policy.host()
              + " is held back for at most "
              + left(until, now)
              + ", because "
              + event.suspicion()
              + " ("
              + missed
              + ")");
    }
    if (suspected != null && !event.suspicion().isEmpty() && now < suspected.until()) {
      return to(
          state,
          seen.with(new Phase.HeldBack(misses, suspected.why(), suspected.until())),
          PulseRule.STILL_HELD,
          policy.host()
              + " is held back for at most another "
              + left(suspected.until(), now)
              + ", because "
              + event.suspicion());
    }
    String after = held == null ? "" : "; the reason to hold back is over";
    return decided(
        state,
        seen.with(new Phase.Lost(event.outage(), policy.limit())),
        List.of(new PulseCommand.LosePulse(event.outage())),
        held == null ? PulseRule.RETRIES_EXCEEDED : PulseRule.HOLD_OVER,
        policy.host() + " is lost: " + missed + " (limit " + policy.limit() + ")" + after);
  }

  private static Decision holdOutside(
      PulsePolicy policy,
      PulseState state,
      PulseState seen,
      Phase.@Nullable HeldBack held,
      int misses,
      PulseEvent.Hold hold,
      String missed) {
    boolean already = held != null && held.why() == hold.why();
    PulseRule first =
        switch (hold.why()) {
          case MAINTENANCE -> PulseRule.MAINTENANCE_ON;
          case NOT_ASKED -> PulseRule.NOT_ASKED;
          case PARENT_FAILED, ANNOUNCED_ABSENCE, SELF_SUSPICION -> PulseRule.PARENT_FAILED;
        };
    return to(
        state,
        seen.with(new Phase.HeldBack(misses, hold.why(), Long.MAX_VALUE)),
        already ? PulseRule.STILL_HELD : first,
        policy.host() + " is held back: " + hold.because() + " (" + missed + ")");
  }

  private static Decision release(PulsePolicy policy, PulseState state, PulseEvent.Released event) {
    String because = event.because() + "; " + policy.host() + " is judged afresh";
    return switch (state.phase()) {
      case Phase.HeldBack held when held.why().unbounded() ->
          to(state, state.with(new Phase.Missing(0)), PulseRule.JUDGED_AFRESH, because);
      case Phase.Missing missing when missing.misses() > 0 ->
          to(state, state.with(new Phase.Missing(0)), PulseRule.JUDGED_AFRESH, because);
      case Phase.Unknown unknown when unknown.misses() > 0 ->
          to(
              state,
              state.with(new Phase.Unknown(0, unknown.graceUntil())),
              PulseRule.COUNTED_AFRESH,
              because);
      case Phase.CannotJudge was when was.misses() > 0 ->
          to(
              state,
              state.with(new Phase.CannotJudge(afresh(was.before()), was.since())),
              PulseRule.COUNTED_AFRESH,
              because);
      case Phase.HeldBack other -> nothing(state, because);
      case Phase.Missing other -> nothing(state, because);
      case Phase.Unknown other -> nothing(state, because);
      case Phase.CannotJudge other -> nothing(state, because);
      case Phase.Up up -> nothing(state, because);
      case Phase.Lost lost -> nothing(state, because);
      case Phase.Stopped stopped -> nothing(state, because);
    };
  }

  private static Phase.Judging afresh(Phase.Judging before) {
    return switch (before) {
      case Phase.Unknown unknown -> new Phase.Unknown(0, unknown.graceUntil());
      case Phase.Up up -> up;
      case Phase.Missing missing -> new Phase.Missing(0);
      case Phase.HeldBack held when held.why().unbounded() -> new Phase.Missing(0);
      case Phase.HeldBack held -> held;
    };
  }

  private static Decision undecided(
      PulsePolicy policy, PulseState state, PulseEvent.Undecided event) {
    if (state.phase() instanceof Phase.Stopped) {
      return nothing(state, "a try after the stop changes nothing");
    }
    return to(
        state,
        state.withVoided(0),
        PulseRule.UNDECIDED,
        "the try of " + policy.host() + " does not count: " + event.how());
  }

  private static Decision voidTry(PulsePolicy policy, PulseState state, PulseEvent.Voided event) {
    String paused = "we were paused for " + Durations.show(event.pause());
    if (state.phase() instanceof Phase.Stopped) {
      return nothing(state, paused);
    }
    PulseState seen = state.withVoided(Math.min(state.voidedInRow() + 1, 1_000));
    if (seen.phase() instanceof Phase.CannotJudge was
        && event.now() - was.since() >= policy.cannotJudgeLimit().toNanos()) {
      return waitedLongEnough(policy, state, seen, was, event);
    }
    if (seen.phase() instanceof Phase.Judging before && seen.voidedInRow() >= VOIDED_LIMIT) {
      return to(
          state,
          seen.with(new Phase.CannotJudge(before, event.now())),
          PulseRule.PAUSES_GO_ON,
          policy.host()
              + " cannot be judged: "
              + paused
              + ", and "
              + times(seen.voidedInRow(), "try")
              + " in a row are worthless; for at most "
              + Durations.show(policy.cannotJudgeLimit()));
    }
    return to(
        state,
        seen,
        PulseRule.TRY_VOID,
        paused + "; the try of " + policy.host() + " does not count");
  }

  /**
   * The limit of "cannot judge" is over: from now on tries count although we were paused. Fewer
   * misses than make an outage do not begin the limit anew.
   */
  private static Decision waitedLongEnough(
      PulsePolicy policy,
      PulseState state,
      PulseState seen,
      Phase.CannotJudge was,
      PulseEvent.Voided event) {
    String how =
        "no answer, and our own pauses go on for more than "
            + Durations.show(policy.cannotJudgeLimit());
    Decision judged =
        judge(
            policy,
            state,
            seen,
            was.before(),
            new PulseEvent.Missed(event.now(), how, "", event.hold(), event.outage()));
    return judged.next().phase() instanceof Phase.Judging still
        ? to(
            state,
            seen.with(new Phase.CannotJudge(still, was.since())),
            PulseRule.TRY_VOID,
            judged.because())
        : judged;
  }

  private static Decision announce(
      PulsePolicy policy, PulseState state, PulseEvent.Announced event) {
    boolean newer =
        event.incarnation() > state.incarnation()
            || (event.incarnation() == state.incarnation()
                && event.number() > state.announcement());
    if (!newer) {
      return to(
          state,
          state,
          PulseRule.STALE_ANNOUNCEMENT,
          "an announcement of " + policy.host() + " is not newer than the newest and is ignored");
    }
    if (event.absence().isZero()) {
      return to(
          state,
          state.withResponder(event.incarnation(), event.number(), PulseState.NOT_ABSENT),
          PulseRule.ANNOUNCED,
          policy.host() + " takes back the absence that it announced");
    }
    Duration absence = event.absence().compareTo(MAX_ABSENCE) > 0 ? MAX_ABSENCE : event.absence();
    return to(
        state,
        state.withResponder(event.incarnation(), event.number(), event.now() + absence.toNanos()),
        PulseRule.ANNOUNCED,
        policy.host()
            + " announced that it shuts down; for "
            + Durations.show(absence)
            + " it is not judged lost");
  }

  private static Decision nothing(PulseState state, String because) {
    return to(state, state, PulseRule.NOTHING, because);
  }

  private static Decision to(PulseState state, PulseState next, PulseRule rule, String because) {
    return decided(state, next, List.of(), rule, because);
  }

  private static Decision decided(
      PulseState state,
      PulseState next,
      List<PulseCommand> commands,
      PulseRule rule,
      String because) {
    return new Decision(state.verdict(), next, commands, rule, because);
  }

  private static String left(long until, long now) {
    return Durations.show(Duration.ofMillis(Math.max(0, (until - now) / 1_000_000)));
  }

  private static String times(int count, String what) {
    String plural = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "es";
    return count + " " + (count == 1 ? what : plural);
  }
}
