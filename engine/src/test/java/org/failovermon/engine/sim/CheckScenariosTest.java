package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.port.EngineView;
import org.junit.jupiter.api.Test;

/** Service checks in the engine: executions, verdicts, edits, restarts, pauses. */
class CheckScenariosTest {
  private static final CheckSpec SMTP = Specs.check("smtp");

  private final Lab lab = new Lab(5);
  private final SimProbes services = lab.watch.checks();

  private void begin(Object... parts) {
    lab.watch.start();
    edit("the first policies", parts);
  }

  private void edit(String because, Object... parts) {
    lab.world.say("policies", because);
    lab.watch.policies().edit(Specs.set(parts));
  }

  private EngineView.CheckView view(String check) {
    return lab.watch.view().orElseThrow().checks().stream()
        .filter(each -> each.spec().name().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private CheckVerdict verdict(String check) {
    return view(check).state().verdict();
  }

  @Test
  void aServiceFailsAndRecovers() {
    begin(SMTP);
    lab.at(10, () -> services.is("smtp", Status.CRITICAL));
    lab.at(30, () -> services.is("smtp", Status.OK));
    lab.run(50);
    assertEquals(CheckVerdict.OK, verdict("smtp"));
    Golden.check("check-fails-and-recovers", lab.world.transcript());
  }

  @Test
  void oneExecutionAtATimeHoweverSlow() {
    begin(Specs.every(Duration.ofMillis(100), SMTP));
    services.takes("smtp", Spread.ofMillis(700, 900));
    lab.run(60);
    EngineView.CheckFigures figures = lab.watch.view().orElseThrow().figures().checks();
    assertTrue(figures.begun() > 40, () -> figures.toString());
    assertTrue(figures.latenessMax().compareTo(Duration.ofMillis(60)) < 0, figures::toString);
    assertEquals(1, services.mostUnderWay());
    assertTrue(services.made() > 50, "it is asked again after each result: " + services.made());
  }

  @Test
  void aSilentServiceFailsAtItsTimeout() {
    begin(SMTP);
    lab.at(10, () -> services.silent("smtp"));
    lab.run(25);
    assertEquals(CheckVerdict.FAILED, verdict("smtp"));
    assertTrue(view("smtp").state().because().endsWith("no answer within 1 s"));
  }

  @Test
  void aCheckThatCannotBeMadeIsShouted() {
    begin(SMTP);
    lab.at(10, () -> services.is("smtp", Status.UNKNOWN));
    lab.run(20);
    assertEquals(CheckVerdict.OK, verdict("smtp"), "it counts neither way");
    assertTrue(
        lab.watch.view().orElseThrow().notices().stream()
            .anyMatch(notice -> notice.equals("check smtp cannot be made: it says unknown")));
    Golden.check("check-cannot-be-made", lab.world.transcript());
  }

  @Test
  void aFlappingServiceOpensAndEndsNothing() {
    begin(Specs.check("smtp", 2, 1, new CheckSpec.Flap(4, Duration.ofSeconds(60))));
    for (int i = 0; i < 8; i++) {
      Status status = i % 2 == 0 ? Status.CRITICAL : Status.OK;
      lab.at(10 + 2 * i, () -> services.is("smtp", status));
    }
    lab.at(40, () -> services.is("smtp", Status.CRITICAL));
    lab.run(150);
    assertEquals(CheckVerdict.FAILED, verdict("smtp"));
    Golden.check("check-flapping", lab.world.transcript());
  }

  @Test
  void aChildOfAFailedParentOpensNoIncidentAndIsJudgedAfreshAfterwards() {
    begin(Specs.check("router"), Specs.check("www", "router"));
    lab.at(10, () -> services.is("router", Status.CRITICAL));
    lab.at(10, () -> services.is("www", Status.CRITICAL));
    lab.at(40, () -> services.is("router", Status.OK));
    lab.run(70);
    assertEquals(CheckVerdict.FAILED, verdict("www"));
    Golden.check("check-depends-on-check", lab.world.transcript());
  }

  @Test
  void aChildOfALostHostOpensNoIncident() {
    SimHost host = lab.world.host("hosta", "10.0.0.1");
    lab.watching("hosta");
    edit("a check behind hosta", Specs.check("www", "hosta"));
    lab.at(20, host::crash);
    lab.at(20, () -> services.is("www", Status.CRITICAL));
    lab.at(50, host::boot);
    lab.at(52, () -> services.is("www", Status.OK));
    lab.run(70);
    assertEquals(0, view("www").state().incident());
    Golden.check("check-depends-on-monitor", lab.world.transcript());
  }

  @Test
  void aRestartForgetsNoVerdictAndOpensNoIncidentTwice() {
    begin(SMTP);
    lab.at(10, () -> services.is("smtp", Status.CRITICAL));
    lab.at(30, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(50, () -> services.is("smtp", Status.OK));
    lab.at(70, () -> services.is("smtp", Status.CRITICAL));
    lab.run(90);
    assertEquals(2, view("smtp").state().incident());
    Golden.check("check-over-a-restart", lab.world.transcript());
  }

  @Test
  void aResultWithinOurOwnPauseDoesNotCount() {
    begin(Specs.check("smtp", 1, 1, null));
    services.takes("smtp", Spread.ofMillis(900, 950));
    lab.at(10, () -> services.is("smtp", Status.CRITICAL));
    for (int i = 0; i < 8; i++) {
      lab.world.at(
          Duration.ofMillis(9_000 + 1_000 * i), () -> lab.watch.pause(Duration.ofMillis(600)));
    }
    lab.at(17, () -> services.is("smtp", Status.OK));
    lab.run(30);
    assertEquals(CheckVerdict.OK, verdict("smtp"));
    assertFalse(
        lab.said("smtp has failed") && lab.said("incident 2"), "at most what was seen awake");
  }

  @Test
  void anEditLeavesAloneWhatItDoesNotChange() {
    begin(SMTP, Specs.check("www"));
    lab.at(10, () -> services.is("smtp", Status.CRITICAL));
    lab.run(14);
    EngineView.CheckView before = view("smtp");
    assertEquals(2, before.inRow());
    edit("another check", SMTP, Specs.check("dns"));
    EngineView.CheckView after = view("smtp");
    assertEquals(before.inRow(), after.inRow(), "counters stay");
    assertEquals(before.next(), after.next(), "so does the due time");
    lab.run(17);
    assertEquals(CheckVerdict.FAILED, verdict("smtp"));
    lab.run(40);
    Golden.check("check-edited-beside", lab.world.transcript());
  }

  @Test
  void aLateResultOfAnOlderSpecIsIgnored() {
    begin(SMTP);
    services.takes("smtp", Spread.ofMillis(900, 900));
    lab.run(8);
    while (!view("smtp").next().isZero()) {
      lab.world.runFor(Duration.ofMillis(50));
    }
    services.is("smtp", Status.CRITICAL);
    edit("another address", Specs.at("10.0.0.2", Specs.check("smtp", 1, 1, null)));
    services.takes("smtp", Spread.ofMillis(5, 5));
    lab.world.runFor(Duration.ofMillis(100));
    assertEquals(CheckVerdict.OK, verdict("smtp"), "one execution is under way, and outdated");
    lab.world.runFor(Duration.ofSeconds(1));
    assertEquals(CheckVerdict.FAILED, verdict("smtp"), "then the new one is asked at once");
    assertEquals(1, services.mostUnderWay());
  }

  @Test
  void aCheckThatIsRemovedIsForgottenAndGoesOnWithItsNumbers() {
    begin(SMTP);
    lab.at(10, () -> services.is("smtp", Status.CRITICAL));
    lab.at(20, () -> edit("without smtp"));
    lab.at(30, () -> edit("with smtp again", SMTP));
    lab.at(31, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.run(60);
    assertEquals(2, view("smtp").state().incident(), "the second incident is another one");
    Golden.check("check-removed", lab.world.transcript());
  }

  @Test
  void aCheckWhoseParentIsTakenOutOfThePolicyIsJudgedAfresh() {
    begin(Specs.check("router"), Specs.check("www", "router"));
    lab.at(10, () -> services.is("router", Status.CRITICAL));
    lab.at(10, () -> services.is("www", Status.CRITICAL));
    lab.run(39);
    assertEquals(CheckVerdict.FAILING, verdict("www"));
    edit("www does not depend on the router", Specs.check("router"), Specs.check("www"));
    lab.run(43);
    assertEquals(CheckVerdict.FAILING, verdict("www"), "what failed behind the router says little");
    lab.run(50);
    assertEquals(CheckVerdict.FAILED, verdict("www"));
  }

  @Test
  void manyFirstExecutionsAreSpread() {
    List<CheckSpec> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add(Specs.every(Duration.ofSeconds(60), Specs.check("check" + i)));
    }
    begin(many.toArray());
    lab.run(1);
    long early = services.made();
    assertTrue(early > 150 && early < 250, "about 200 in the first second, were " + early);
    lab.run(11);
    assertEquals(2_000, services.made());
  }

  @Test
  void afterASuspensionChecksGoOnWithoutABurst() {
    List<CheckSpec> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add(Specs.every(Duration.ofSeconds(20), Specs.check("check" + i)));
    }
    begin(many.toArray());
    lab.run(30);
    lab.watch.suspend(Duration.ofMinutes(5));
    lab.world.runFor(Duration.ofMinutes(5));
    long before = services.made();
    lab.world.runFor(Duration.ofMillis(100));
    assertTrue(services.made() - before <= 750, "at once: " + (services.made() - before));
    lab.world.runFor(Duration.ofSeconds(2));
    assertTrue(services.made() - before >= 2_000, "all within a moment");
  }

  @Test
  void theSameSeedGivesTheSameTranscript() {
    List<String> transcripts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Lab same = new Lab(77);
      same.watch.start();
      same.watch.policies().edit(Specs.set(SMTP, Specs.check("www", "smtp")));
      same.at(10, () -> same.watch.checks().is("smtp", Status.CRITICAL));
      same.run(30);
      transcripts.add(same.world.transcript().toString());
    }
    assertEquals(transcripts.get(0), transcripts.get(1));
    assertNotEquals("", transcripts.get(0));
  }
}
