package org.failovermon.engine.decide;

import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckVerdict;
import org.jspecify.annotations.Nullable;

/**
 * The check machine: turns results of one service check into verdicts and incidents. A pure
 * function; same input, same output.
 *
 * <p>The intuition: {@code failAfter} failures in a row open an incident and {@code recoverAfter}
 * good results in a row end it; a check that could not be made counts neither way. While a parent
 * is not well, or in maintenance, nothing opens, and afterwards counting begins anew. While a
 * service changes too often its verdict is frozen: nothing opens and nothing ends. The rows are in
 * {@link CheckRule}.
 */
public final class CheckMachine {
  /** Executions in a row that could not be made, from which on it is shouted. */
  public static final int UNKNOWN_LIMIT = 3;

  private CheckMachine() {}

  /**
   * Decides what an event means for a check. Never fails.
   *
   * @param spec what the policy says of it
   * @param memory what is remembered of it
   */
  public static CheckDecision decide(CheckSpec spec, CheckMemory memory, CheckEvent event) {
    return switch (event) {
      case CheckEvent.Executed executed -> executed(spec, memory, executed);
      case CheckEvent.Released released ->
          new CheckDecision(
              memory,
              memory.afresh(),
              CheckRule.RELEASED,
              spec.name() + " is judged afresh: nothing holds it back any more");
      case CheckEvent.Voided voided ->
          new CheckDecision(
              memory,
              memory,
              CheckRule.VOID,
              "we were paused for "
                  + Durations.show(voided.pause())
                  + "; this result of "
                  + spec.name()
                  + " does not count");
    };
  }

  private static CheckDecision executed(
      CheckSpec spec, CheckMemory memory, CheckEvent.Executed event) {
    return switch (event.result().status()) {
      case UNKNOWN -> undecided(spec, memory, event.result());
      case OK, WARNING -> counted(spec, memory, event, true);
      case CRITICAL -> counted(spec, memory, event, false);
    };
  }

  private static CheckDecision undecided(CheckSpec spec, CheckMemory memory, CheckResult result) {
    CheckMemory next = memory.withUnknown();
    String times = next.unknowns() == 1 ? "" : ", the " + next.unknowns() + ". time in a row";
    return new CheckDecision(
        memory,
        next,
        CheckRule.UNDECIDED,
        spec.name() + " could not be checked" + times + ": " + result.text());
  }

  private static CheckDecision counted(
      CheckSpec spec, CheckMemory memory, CheckEvent.Executed event, boolean good) {
    CheckMemory seen = memory.counting(good, event.now(), spec.flap());
    CheckDecision frozen = flapping(spec, memory, seen);
    if (frozen != null) {
      return frozen;
    }
    return good
        ? good(spec, memory, seen, event.result())
        : failure(spec, memory, seen, event.result(), event.hold());
  }

  /** What flapping makes of the result, or null when it is judged as any other. */
  private static @Nullable CheckDecision flapping(
      CheckSpec spec, CheckMemory memory, CheckMemory seen) {
    CheckSpec.Flap flap = spec.flap();
    if (flap == null) {
      return null;
    }
    int changes = seen.changes().size();
    String often = times(changes, "change") + " within " + Durations.show(flap.within());
    if (!memory.flapping()) {
      return changes < flap.changes()
          ? null
          : new CheckDecision(
              memory,
              seen.withFlapping(true),
              CheckRule.FLAPS,
              spec.name()
                  + " is flapping: "
                  + often
                  + " (limit "
                  + flap.changes()
                  + "); its verdict stays "
                  + memory.verdict().word());
    }
    if (changes * 2 > flap.changes()) {
      return new CheckDecision(
          memory, seen, CheckRule.STILL_FLAPPING, spec.name() + " is still flapping: " + often);
    }
    return new CheckDecision(
        memory,
        seen.withFlapping(false),
        CheckRule.STEADY_AGAIN,
        spec.name() + " is steady again: " + often + "; it is judged again from the next result");
  }

  private static CheckDecision good(
      CheckSpec spec, CheckMemory memory, CheckMemory seen, CheckResult result) {
    CheckMemory ok = seen.with(CheckVerdict.OK);
    String well = spec.name() + " is well: " + result.text();
    return switch (memory.verdict()) {
      case OK -> new CheckDecision(memory, ok, CheckRule.GOOD, well);
      case UNKNOWN ->
          new CheckDecision(
              memory, ok, CheckRule.FIRST_GOOD, well + ", for the first time since it is checked");
      case FAILING ->
          new CheckDecision(
              memory,
              ok,
              CheckRule.BACK_IN_TIME,
              well + ", again" + (memory.failures() == 0 ? "" : " after " + failures(memory)));
      case FAILED, RECOVERING -> recovery(spec, memory, seen, result);
    };
  }

  private static CheckDecision recovery(
      CheckSpec spec, CheckMemory memory, CheckMemory seen, CheckResult result) {
    if (seen.goods() >= spec.recoverAfter()) {
      return new CheckDecision(
          memory,
          seen.with(CheckVerdict.OK),
          CheckRule.RECOVERED,
          spec.name()
              + " has recovered: "
              + times(seen.goods(), "good result")
              + " in a row; incident "
              + memory.incident()
              + " is over ("
              + result.text()
              + ")");
    }
    return new CheckDecision(
        memory,
        seen.with(CheckVerdict.RECOVERING),
        memory.verdict() == CheckVerdict.FAILED ? CheckRule.FIRST_RECOVERY : CheckRule.ANOTHER_GOOD,
        spec.name()
            + " is recovering, good result "
            + seen.goods()
            + " of "
            + spec.recoverAfter()
            + ": "
            + result.text());
  }

  private static CheckDecision failure(
      CheckSpec spec, CheckMemory memory, CheckMemory seen, CheckResult result, String hold) {
    return switch (memory.verdict()) {
      case FAILED ->
          new CheckDecision(
              memory,
              seen,
              CheckRule.STILL_FAILED,
              spec.name() + " is still failed: " + result.text());
      case RECOVERING ->
          new CheckDecision(
              memory,
              seen.with(CheckVerdict.FAILED),
              CheckRule.RELAPSE,
              spec.name()
                  + " failed again before incident "
                  + memory.incident()
                  + " was over: "
                  + result.text());
      case UNKNOWN, OK, FAILING -> failing(spec, memory, seen, result, hold);
    };
  }

  private static CheckDecision failing(
      CheckSpec spec, CheckMemory memory, CheckMemory seen, CheckResult result, String hold) {
    boolean unknown = memory.verdict() == CheckVerdict.UNKNOWN;
    CheckMemory failing = unknown ? seen : seen.with(CheckVerdict.FAILING);
    if (!hold.isEmpty()) {
      return new CheckDecision(
          memory,
          failing,
          unknown ? CheckRule.HELD_WHILE_UNKNOWN : CheckRule.HELD,
          spec.name() + " fails, and no incident opens (" + hold + "): " + result.text());
    }
    if (seen.failures() >= spec.failAfter()) {
      long incident = memory.incident() + 1;
      return new CheckDecision(
          memory,
          seen.withIncident(incident),
          CheckRule.FAILURES_REACHED,
          spec.name()
              + " has failed: "
              + failures(seen)
              + " in a row (limit "
              + spec.failAfter()
              + "), incident "
              + incident
              + ": "
              + result.text());
    }
    CheckRule rule =
        unknown
            ? CheckRule.FAILS_WHILE_UNKNOWN
            : memory.verdict() == CheckVerdict.OK && seen.failures() == 1
                ? CheckRule.FIRST_FAILURE
                : CheckRule.ANOTHER_FAILURE;
    return new CheckDecision(
        memory,
        failing,
        rule,
        spec.name()
            + (unknown ? " was never seen well" : " is failing")
            + ", failure "
            + seen.failures()
            + " of "
            + spec.failAfter()
            + ": "
            + result.text());
  }

  private static String failures(CheckMemory memory) {
    return times(memory.failures(), "failure");
  }

  private static String times(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /**
   * Whether a service with that verdict counts as well for a monitor that it is a member of: true,
   * false, or null for undecided.
   */
  public static @Nullable Boolean well(CheckVerdict verdict) {
    return switch (verdict) {
      case OK, FAILING -> true;
      case FAILED, RECOVERING -> false;
      case UNKNOWN -> null;
    };
  }
}
