package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Place;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckMachineTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String PARENT_LOST = "its parent router1 is lost";

  private CheckSpec spec = spec(3, 2, null);
  private CheckMemory memory = CheckMemory.restored(CheckState.added("smtp", Instant.EPOCH));
  private long now;

  static CheckSpec spec(int failAfter, int recoverAfter, CheckSpec.@Nullable Flap flap) {
    return new CheckSpec(
        "smtp",
        new Probe.Tcp("10.0.0.1", 25, List.of()),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        failAfter,
        recoverAfter,
        flap,
        List.of(),
        new Place("policies/mail.groovy", 12));
  }

  private static CheckResult result(Status status) {
    String text =
        switch (status) {
          case OK -> "220 mail ready";
          case WARNING -> "220 mail ready, but slow";
          case CRITICAL -> "connection refused";
          case UNKNOWN -> "no plugin";
        };
    return CheckResult.of(status, text, Duration.ofMillis(12));
  }

  private CheckDecision decide(CheckEvent event) {
    CheckDecision decision = CheckMachine.decide(spec, memory, event);
    memory = decision.next();
    return decision;
  }

  private CheckDecision result(Status status, String hold) {
    now += 10 * SECOND;
    return decide(new CheckEvent.Executed(now, result(status), hold));
  }

  private CheckDecision good() {
    return result(Status.OK, "");
  }

  private CheckDecision bad() {
    return result(Status.CRITICAL, "");
  }

  private CheckDecision bads(int count) {
    for (int i = 1; i < count; i++) {
      bad();
    }
    return bad();
  }

  @Test
  void opensAnIncidentOnlyAfterSoManyFailuresInARow() {
    good();
    assertEquals("smtp is failing, failure 1 of 3: connection refused", bad().because());
    assertFalse(bad().opens());
    CheckDecision third = bad();
    assertTrue(third.opens());
    assertEquals(1, third.next().incident());
    assertEquals("failing → failed", third.change());
    assertEquals(
        "smtp has failed: 3 failures in a row (limit 3), incident 1: connection refused",
        third.because());
  }

  @Test
  void opensAnIncidentAtTheFirstFailureWherePolicySaysSo() {
    spec = spec(1, 1, null);
    good();
    assertEquals(CheckRule.FAILURES_REACHED, bad().rule());
    assertEquals(CheckRule.RECOVERED, good().rule());
  }

  @Test
  void oneGoodResultWithinTheFailuresForgivesThem() {
    good();
    bads(2);
    assertEquals("smtp is well: 220 mail ready, again after 2 failures", good().because());
    assertFalse(bads(2).opens());
  }

  @Test
  void aWarningCountsAsGood() {
    good();
    bads(2);
    assertEquals(CheckRule.BACK_IN_TIME, result(Status.WARNING, "").rule());
  }

  @Test
  void endsTheIncidentOnlyAfterSoManyGoodResultsInARow() {
    bads(3);
    assertEquals("smtp is recovering, good result 1 of 2: 220 mail ready", good().because());
    CheckDecision relapse = bad();
    assertEquals(CheckRule.RELAPSE, relapse.rule());
    assertEquals(1, relapse.next().incident(), "the same incident");
    good();
    CheckDecision end = good();
    assertTrue(end.ends());
    assertEquals(
        "smtp has recovered: 2 good results in a row; incident 1 is over (220 mail ready)",
        end.because());
    assertEquals(2, bads(3).next().incident());
  }

  @Test
  void aServiceNeverSeenWellIsUnknownUntilItHasFailed() {
    assertEquals(CheckVerdict.UNKNOWN, bad().to());
    assertEquals("smtp was never seen well, failure 2 of 3: connection refused", bad().because());
    assertEquals(CheckVerdict.FAILED, bad().to());
  }

  @Test
  void aCheckThatCouldNotBeMadeCountsNeitherWay() {
    good();
    bads(2);
    CheckDecision unknown = result(Status.UNKNOWN, "");
    assertEquals("smtp could not be checked: no plugin", unknown.because());
    assertEquals(CheckVerdict.FAILING, unknown.to());
    result(Status.UNKNOWN, "");
    assertEquals(
        "smtp could not be checked, the 3. time in a row: no plugin",
        result(Status.UNKNOWN, "").because());
    assertEquals(CheckMachine.UNKNOWN_LIMIT, memory.unknowns());
    assertTrue(bad().opens(), "the failures before it still count");
  }

  @Test
  void opensNothingWhileAParentIsNotWellAndNamesIt() {
    good();
    bads(2);
    CheckDecision held = result(Status.CRITICAL, PARENT_LOST);
    assertEquals(CheckVerdict.FAILING, held.to());
    assertEquals(
        "smtp fails, and no incident opens (its parent router1 is lost): connection refused",
        held.because());
    result(Status.CRITICAL, PARENT_LOST);
    decide(new CheckEvent.Released());
    assertFalse(bads(2).opens(), "judged afresh");
    assertTrue(bad().opens());
  }

  @Test
  void aRecoveryIsSeenWhileAParentIsNotWell() {
    bads(3);
    result(Status.OK, PARENT_LOST);
    assertTrue(result(Status.OK, PARENT_LOST).ends());
  }

  @Test
  void freezesItsVerdictWhileItFlapsAndJudgesAgainAtHalf() {
    spec = spec(2, 1, new CheckSpec.Flap(4, Duration.ofSeconds(100)));
    good();
    bad();
    good();
    bad();
    CheckDecision flaps = good();
    assertEquals(CheckRule.FLAPS, flaps.rule());
    assertEquals(
        "smtp is flapping: 4 changes within 100 s (limit 4); its verdict stays failing",
        flaps.because());
    bad();
    for (int i = 0; i < 7; i++) {
      assertEquals(CheckRule.STILL_FLAPPING, bad().rule());
      assertFalse(memory.verdict().failed(), "nothing opens while it flaps");
    }
    assertEquals(
        "smtp is steady again: 2 changes within 100 s; it is judged again from the next result",
        bad().because());
    assertTrue(bad().opens());
  }

  @Test
  void whatWasFailedStaysFailedWhileItFlaps() {
    spec = spec(1, 1, new CheckSpec.Flap(2, Duration.ofSeconds(60)));
    bad();
    good();
    assertEquals(CheckRule.FLAPS, bad().rule());
    assertEquals(CheckVerdict.OK, memory.verdict());
    assertEquals(CheckRule.STILL_FLAPPING, good().rule());
  }

  @Test
  void aResultWithinOurOwnPauseDoesNotCount() {
    good();
    bads(2);
    CheckMemory before = memory;
    CheckDecision voided = decide(new CheckEvent.Voided(Duration.ofSeconds(5)));
    assertEquals("we were paused for 5 s; this result of smtp does not count", voided.because());
    assertEquals(before, memory);
  }

  @Test
  void aRestartKeepsVerdictAndIncidentAndCountsAnew() {
    bads(3);
    good();
    CheckState stored = memory.state("smtp", Instant.EPOCH, "because");
    memory = CheckMemory.restored(stored);
    assertEquals(CheckVerdict.RECOVERING, memory.verdict());
    assertFalse(good().ends(), "good results are counted anew");
    assertTrue(good().ends());
  }

  @Test
  void anEditKeepsCountersUnlessAnotherServiceIsAsked() {
    good();
    bads(2);
    CheckSpec patient = spec(5, 2, null);
    assertEquals(2, memory.edited(spec, patient).failures());
    CheckSpec elsewhere =
        new CheckSpec(
            "smtp",
            new Probe.Tcp("10.0.0.2", 25, List.of()),
            spec.interval(),
            spec.timeout(),
            3,
            2,
            null,
            List.of(),
            spec.place());
    CheckMemory edited = memory.edited(spec, elsewhere);
    assertEquals(0, edited.failures());
    assertEquals(CheckVerdict.FAILING, edited.verdict());
  }

  @Test
  void anEditOfFlappingEndsIt() {
    spec = spec(1, 1, new CheckSpec.Flap(2, Duration.ofSeconds(60)));
    good();
    bad();
    good();
    assertTrue(memory.flapping());
    assertFalse(memory.edited(spec, spec(1, 1, null)).flapping());
  }

  @Test
  void aDecisionMustFitItsRow() {
    assertThrows(
        IllegalStateException.class,
        () -> new CheckDecision(memory, memory, CheckRule.RECOVERED, "no"));
  }

  @Test
  void aMemberIsWellBadOrUndecided() {
    assertEquals(true, CheckMachine.well(CheckVerdict.FAILING));
    assertEquals(false, CheckMachine.well(CheckVerdict.RECOVERING));
    assertEquals(null, CheckMachine.well(CheckVerdict.UNKNOWN));
  }
}
