package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.MonitorPolicy.Members;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.junit.jupiter.api.Test;

/** Monitors whose beats ask service checks, with the heartbeat and without. */
class MemberScenariosTest {
  private static final CheckSpec SMTP = Specs.check("hosta/smtp", 2, 1, null);
  private static final CheckSpec IMAP = Specs.check("hosta/imap", 2, 1, null);

  private final Lab lab = new Lab(44);
  private final SimHost hosta = lab.world.host("hosta", "10.0.0.1");

  private static PolicySet set(Members members, int retries, CheckSpec... checks) {
    MonitorSpec spec = Lab.spec("hosta", Lab.SECOND, retries, Lab.SECOND);
    List<CommPath> paths = members.heartbeat() ? List.of(CommPath.ownName(spec.host())) : List.of();
    MonitorPolicy monitor =
        new MonitorPolicy(
            spec, paths, true, members, List.of(), null, new Place("policies/mail.groovy", 1));
    return new PolicySet(List.of(monitor), Arrays.asList(checks), List.of(), List.of(), List.of());
  }

  private void watch(PolicySet set) {
    lab.watch.start();
    lab.watch.policies().edit(set);
    lab.run(8);
  }

  @Test
  void aMonitorOfChecksAloneSendsNoHeartbeat() {
    watch(set(new Members(false, List.of("hosta/smtp"), 1), 0, SMTP));
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.at(30, () -> lab.watch.checks().is("hosta/smtp", Status.OK));
    lab.run(40);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
    assertTrue(lab.said("hosta is lost: 1 miss in a row, check hosta/smtp is failed (limit 1)"));
    Golden.check("members-checks-alone", lab.world.transcript());
  }

  @Test
  void allOfThemMeansThatOneBadMemberIsAMiss() {
    watch(set(new Members(true, List.of("hosta/smtp"), 2), 1, SMTP));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.run(30);
    assertEquals(1, lab.lostPulses("hosta"), "it answers, and its users get no answer");
    lab.at(31, () -> lab.watch.checks().is("hosta/smtp", Status.OK));
    lab.run(40);
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    lab.at(41, hosta::crash);
    lab.run(55);
    assertEquals(2, lab.lostPulses("hosta"), "the heartbeat is needed too");
    Golden.check("members-all", lab.world.transcript());
  }

  @Test
  void anyOfThemMeansThatOneGoodMemberIsEnough() {
    watch(set(new Members(true, List.of("hosta/smtp"), 1), 1, SMTP));
    lab.at(10, hosta::crash);
    lab.run(30);
    assertEquals(Verdict.UP, lab.verdict("hosta"), "its service answers");
    lab.at(31, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.run(45);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("members-any", lab.world.transcript());
  }

  @Test
  void twoOfThreeOutvoteTheThird() {
    watch(set(new Members(true, List.of("hosta/smtp", "hosta/imap"), 2), 0, SMTP, IMAP));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.run(25);
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    lab.at(26, () -> lab.watch.checks().is("hosta/imap", Status.CRITICAL));
    lab.run(40);
    assertEquals(1, lab.lostPulses("hosta"));
    assertTrue(
        lab.said(
            "1 of 3 are well, 2 are needed: check hosta/smtp is failed, check hosta/imap is"
                + " failed"));
  }

  @Test
  void aCheckThatIsNotKnownYetDecidesNothing() {
    lab.watch.checks().is("hosta/smtp", Status.UNKNOWN);
    watch(set(new Members(false, List.of("hosta/smtp"), 1), 0, SMTP));
    lab.run(30);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(Verdict.UNKNOWN, lab.verdict("hosta"));
    lab.at(31, () -> lab.watch.checks().is("hosta/smtp", Status.OK));
    lab.run(40);
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    Golden.check("members-undecided", lab.world.transcript());
  }

  @Test
  void aRestartWithinAnOutageOfAServiceRepeatsNothing() {
    watch(set(new Members(false, List.of("hosta/smtp"), 1), 0, SMTP));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.at(30, () -> lab.watch.restart(Duration.ofSeconds(2)));
    lab.at(50, () -> lab.watch.checks().is("hosta/smtp", Status.OK));
    lab.run(65);
    assertEquals(1, lab.lostPulses("hosta"));
    assertEquals(1, lab.regainPulses("hosta"));
  }

  @Test
  void anEditOfWhatIsNeededIsLookedAtAtOnce() {
    watch(set(new Members(true, List.of("hosta/smtp"), 1), 0, SMTP));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.at(
        20,
        () -> lab.watch.policies().edit(set(new Members(true, List.of("hosta/smtp"), 2), 0, SMTP)));
    lab.run(22);
    assertEquals(1, lab.lostPulses("hosta"));
    assertTrue(
        lab.said("needs any of heartbeat, check hosta/smtp → all of heartbeat, check hosta/smtp"));
  }

  /** A service that failed while it was not needed, and is needed from now on. */
  private static PolicySet needed(int needed, CheckSpec check) {
    return set(new Members(true, List.of(check.name()), needed), 0, check);
  }

  @Test
  void whatAnEarlierProcessSawOfAServiceIsNoMiss() {
    CheckSpec slow = Specs.check("hosta/smtp", 2, 3, null);
    watch(needed(1, slow));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.at(20, lab.watch::kill);
    lab.at(3_600, () -> lab.watch.checks().is("hosta/smtp", Status.OK));
    lab.at(3_601, () -> lab.watch.policies().edit(needed(2, slow)));
    lab.at(3_602, lab.watch::start);
    lab.run(3_625);
    assertEquals(0, lab.lostPulses("hosta"), "it was well each time that this process asked");
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    lab.at(3_626, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.run(3_640);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void aFailureThatGoesOnIsSeenAgainBeforeItCounts() {
    CheckSpec slow = Specs.check("hosta/smtp", 2, 3, null);
    watch(needed(1, slow));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.at(20, lab.watch::kill);
    lab.at(30, () -> lab.watch.policies().edit(needed(2, slow)));
    lab.at(40, lab.watch::start);
    lab.run(50);
    assertEquals(1, lab.lostPulses("hosta"), "one failure confirms the incident that is open");
  }

  @Test
  void whatAnotherServiceSaidIsNoMiss() {
    CheckSpec old = Specs.check("hosta/smtp", 2, 3, null);
    watch(needed(1, old));
    lab.at(10, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.run(20);
    lab.watch.checks().is("hosta/smtp", Status.OK);
    lab.watch.policies().edit(needed(2, Specs.at("10.0.0.9", old)));
    lab.run(40);
    assertEquals(0, lab.lostPulses("hosta"), "the service that is asked now never failed");
    assertEquals(Verdict.UP, lab.verdict("hosta"));
  }

  @Test
  void whatWasSeenBeforeALongPauseIsNoMiss() {
    CheckSpec www = Specs.check("www", 2, 3, null);
    PolicySet plain = set(new Members(false, List.of("www"), 1), 0, www);
    lab.watch.start();
    lab.watch
        .policies()
        .edit(
            new PolicySet(
                plain.monitors(),
                plain.checks(),
                List.of(),
                List.of(),
                List.of(
                    Specs.window(
                        "move", lab.watch.clock().wall(), Duration.ofSeconds(60), "hosta"))));
    lab.at(10, () -> lab.watch.checks().is("www", Status.CRITICAL));
    lab.at(40, () -> lab.watch.suspend(Duration.ofMinutes(5)));
    lab.at(200, () -> lab.watch.checks().is("www", Status.OK));
    lab.run(370);
    assertEquals(0, lab.lostPulses("hosta"), "it was mended while we slept");
    assertEquals(Verdict.UP, lab.verdict("hosta"));
  }

  @Test
  void missesOfWhatWasAskedBeforeAnEditDoNotCount() {
    watch(set(new Members(true, List.of("hosta/smtp"), 1), 3, SMTP));
    lab.at(9, () -> lab.watch.checks().is("hosta/smtp", Status.CRITICAL));
    lab.at(15, hosta::crash);
    lab.run(15);
    while (lab.watch.view().orElseThrow().monitors().getFirst().misses() < 2) {
      lab.world.runFor(Duration.ofMillis(50));
    }
    lab.watch.policies().edit(set(new Members(false, List.of("hosta/smtp"), 1), 3, SMTP));
    lab.world.runFor(Duration.ofMillis(2_500));
    assertEquals(0, lab.lostPulses("hosta"), "the service alone has not missed often enough");
    lab.world.runFor(Duration.ofSeconds(5));
    assertEquals(1, lab.lostPulses("hosta"));
  }
}
