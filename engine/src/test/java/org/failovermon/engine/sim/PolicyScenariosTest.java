package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.junit.jupiter.api.Test;

/** Sets of policies that come into force while hosts are watched, and at a start. */
class PolicyScenariosTest {
  private static final HostName HOSTA = new HostName("hosta");
  private static final Place LINE_3 = new Place("policies/mail.groovy", 3);
  private static final Place LINE_9 = new Place("policies/mail.groovy", 9);
  private static final Place OTHER_FILE = new Place("policies/web.groovy", 1);

  private final Lab lab = new Lab(21);
  private final SimHost hosta = lab.world.host("hosta", "10.0.0.1");
  private final SimHost hostb = lab.world.host("hostb", "10.0.0.2");

  PolicyScenariosTest() {
    lab.world.host("hostc", "10.0.0.3");
  }

  private static PolicySet set(MonitorPolicy... monitors) {
    return new PolicySet(List.of(monitors), List.of(), List.of(), List.of(), List.of());
  }

  private static MonitorPolicy a() {
    return PolicySets.monitor("hosta", LINE_3, "10.0.0.1");
  }

  private static MonitorPolicy b() {
    return PolicySets.monitor("hostb", LINE_9, "10.0.0.2");
  }

  private void edit(MonitorPolicy... monitors) {
    lab.watch.policies().edit(set(monitors));
  }

  private EngineView.MonitorView view(String host) {
    return lab.watch.view().orElseThrow().monitors().stream()
        .filter(each -> each.spec().host().equals(new HostName(host)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void savingAFileIsEnough() {
    lab.watch.start();
    lab.at(1, () -> edit(a(), b()));
    lab.run(5);
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    assertEquals(Verdict.UP, lab.verdict("hostb"));
    lab.at(10, hosta::crash);
    lab.run(20);
    assertEquals(1, lab.lostPulses("hosta"));
    Golden.check("policy-new-monitors", lab.world.transcript());
  }

  @Test
  void anEditOfOneMonitorLeavesTheOthersTheirPhaseAndTheirCounters() {
    lab.watch.start();
    lab.at(1, () -> edit(a(), b()));
    lab.at(10, hostb::crash);
    List<EngineView.MonitorView> before = new ArrayList<>();
    MonitorSpec slower = a().spec().withInterval(Duration.ofSeconds(30));
    // One second after the crash at least one miss of host B is counted, and less than three.
    lab.world.at(
        Duration.ofMillis(12_500),
        () -> {
          before.add(view("hostb"));
          edit(PolicySets.monitor(slower, LINE_3, List.of("10.0.0.1", "10.0.0.11")), b());
        });
    lab.world.at(Duration.ofMillis(12_600), () -> before.add(view("hostb")));
    lab.run(20);
    assertNotEquals(0, before.getFirst().misses());
    assertEquals(before.getFirst().misses(), before.getLast().misses());
    assertEquals(before.getFirst().beats(), before.getLast().beats());
    assertEquals(1, lab.lostPulses("hostb"));
    assertTrue(
        lab.said("monitor hosta: interval 1 s → 30 s, path 10.0.0.11 added (" + LINE_3 + ")"));
    Golden.check("policy-edit-of-one", lab.world.transcript());
  }

  @Test
  void aReloadReplaysNoTransition() {
    lab.watch.start();
    lab.at(1, () -> edit(a(), b()));
    lab.at(10, hosta::crash);
    lab.at(20, () -> edit(b(), PolicySets.monitor("hosta", OTHER_FILE, "10.0.0.1")));
    lab.at(30, () -> edit(a()));
    lab.run(40);
    assertEquals(1, lab.lostPulses("hosta"), "the outage is the same one");
    assertEquals(Verdict.LOST, lab.verdict("hosta"));
    assertTrue(lab.said("moved here from policies/mail.groovy"));
    lab.at(41, hosta::boot);
    lab.run(50);
    assertEquals(1, lab.regainPulses("hosta"));
  }

  @Test
  void aMonitorThatIsGoneFromItsFileIsStoppedAndItsRunGoesOn() {
    lab.watch.start();
    lab.at(1, () -> edit(a(), b()));
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(20)));
    lab.at(10, hosta::crash);
    lab.at(16, () -> edit(b()));
    lab.run(60);
    assertEquals(1, lab.lostPulses("hosta"));
    assertTrue(lab.watch.disk().image().state(HOSTA).isEmpty());
    assertTrue(lab.watch.disk().image().runs().getFirst().status().ended());
    assertNotEquals(null, lab.watch.disk().image().outages().getFirst().endedAt());
    Golden.check("policy-monitor-gone", lab.world.transcript());
  }

  @Test
  void whatWasAddedByCommandIsNotTakenOverAndTheWholeSetIsRefused() {
    lab.watching("hosta");
    lab.at(6, () -> edit(a(), b()));
    lab.run(10);
    assertTrue(lab.watch.disk().image().state(new HostName("hostb")).isEmpty());
    assertTrue(lab.said(LINE_3 + ": monitor hosta exists already and was added by command"));
    lab.at(11, () -> lab.watch.operate(new OperatorCommand.Delete(HOSTA)));
    lab.at(12, () -> edit(a(), b()));
    lab.run(20);
    assertEquals(Verdict.UP, lab.verdict("hosta"));
    assertEquals(Verdict.UP, lab.verdict("hostb"));
    Golden.check("policy-conflict", lab.world.transcript());
  }

  @Test
  void whatAFileSaysIsStartedAndStoppedByCommandAndChangedInTheFileAlone() {
    lab.watch.start();
    lab.at(1, () -> edit(a()));
    lab.run(3);
    for (OperatorCommand refused :
        List.of(
            new OperatorCommand.Delete(HOSTA),
            new OperatorCommand.Modify(HOSTA, null, 7, null, null, null, null, false),
            new OperatorCommand.AddPath(HOSTA, "10.0.0.9", 0),
            new OperatorCommand.DeletePath(HOSTA, "10.0.0.1"),
            new OperatorCommand.ModifyPath(HOSTA, "10.0.0.1", "10.0.0.9", 0))) {
      Reply reply = answer(refused);
      assertEquals(1, reply.exit());
      assertTrue(
          reply
              .errors()
              .getFirst()
              .endsWith("monitor hosta belongs to policies/mail.groovy:3; edit the file instead"),
          reply.errors().getFirst());
    }
    assertEquals(0, answer(new OperatorCommand.Stop(List.of(HOSTA))).exit());
    edit(a(), b());
    lab.world.runFor(Duration.ofSeconds(2));
    assertEquals(Verdict.STOPPED, lab.verdict("hosta"), "stopped survives an edit");
    assertEquals(0, answer(new OperatorCommand.Start(List.of(HOSTA))).exit());
    lab.world.runFor(Duration.ofSeconds(2));
    assertEquals(Verdict.UP, lab.verdict("hosta"));
  }

  private Reply answer(OperatorCommand command) {
    OperatorCall call = lab.watch.operate(command);
    lab.world.runFor(Duration.ofSeconds(1));
    return call.reply().orElseThrow();
  }

  @Test
  void anEditWhileTheDaemonIsDownComesIntoForceAtItsStart() {
    lab.watch.start();
    lab.at(1, () -> edit(a(), b()));
    lab.at(10, hosta::crash);
    lab.at(20, lab.watch::kill);
    lab.at(22, () -> edit(a(), PolicySets.monitor("hostc", OTHER_FILE)));
    lab.at(25, lab.watch::start);
    lab.run(40);
    assertEquals(1, lab.lostPulses("hosta"), "nothing is replayed");
    assertEquals(Verdict.LOST, lab.verdict("hosta"));
    assertTrue(lab.watch.disk().image().state(new HostName("hostb")).isEmpty());
    assertEquals(Verdict.UP, lab.verdict("hostc"));
    assertEquals(2, lab.watch.disk().image().policyVersions().size());
    Golden.check("policy-edit-while-down", lab.world.transcript());
  }

  @Test
  void anUnchangedSetAtAStartIsNoNewVersionAndSaysNothing() {
    lab.watch.start();
    lab.at(1, () -> edit(a(), b()));
    lab.at(10, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.run(20);
    assertEquals(1, lab.watch.disk().image().policyVersions().size());
    assertEquals(
        2,
        lab.world.transcript().lines().stream()
            .filter(line -> line.contains("[policy] host"))
            .count(),
        "each monitor is new once");
  }

  @Test
  void withoutUsablePoliciesWhatBelongsToThemRestsUntilTheyAreMended() {
    lab.watch.start();
    lab.at(1, () -> edit(a()));
    lab.run(5);
    lab.add(lab.watch, Lab.spec("hostb", Lab.SECOND, 2, Lab.SECOND));
    lab.at(10, lab.watch::kill);
    lab.at(11, lab.watch.policies()::damage);
    lab.at(12, lab.watch::start);
    lab.at(15, hosta::crash);
    lab.at(16, hostb::crash);
    lab.run(30);
    assertEquals(0, lab.lostPulses("hosta"), "nothing moves");
    assertEquals(Verdict.STOPPED, lab.verdict("hosta"));
    assertEquals(1, lab.lostPulses("hostb"), "what was added by command is watched");
    assertEquals(1, answer(new OperatorCommand.Start(List.of(HOSTA))).exit());
    assertFalse(lab.watch.view().orElseThrow().policies().trouble().isEmpty());
    edit(a());
    lab.world.runFor(Duration.ofSeconds(10));
    assertEquals(1, lab.lostPulses("hosta"), "it is watched again, and was never well");
    assertTrue(lab.watch.view().orElseThrow().policies().trouble().isEmpty());
    Golden.check("policy-unusable", lab.world.transcript());
  }

  @Test
  void aSetThatIsAppliedIsInForceAsAWholeAfterACrashAtAnyMoment() {
    for (int call = 1; call < 40; call++) {
      Lab one = new Lab(100 + call);
      one.world.host("hosta", "10.0.0.1");
      one.world.host("hostb", "10.0.0.2");
      one.watch.start();
      int at = call;
      one.at(1, () -> one.watch.policies().edit(set(a(), b())));
      one.at(5, () -> one.watch.killAtPortCall(at));
      one.at(5, () -> one.watch.policies().edit(set(b(), PolicySets.monitor("c", OTHER_FILE))));
      one.run(8);
      if (!one.watch.runs()) {
        StoreImage image = one.watch.disk().image();
        List<HostName> hosts = image.snapshot().monitors().stream().map(MonitorSpec::host).toList();
        assertEquals(2, hosts.size(), "half of a set is in force after a kill at call " + call);
        assertEquals(
            hosts, image.snapshot().paths().stream().map(CommPath::host).distinct().toList());
        one.watch.start();
        one.run(15);
      }
      assertEquals(
          2,
          one.watch.disk().image().policyVersions().size(),
          "each edit is one version, kill at call " + call);
      assertTrue(one.watch.disk().image().state(new HostName("c")).isPresent());
    }
  }

  @Test
  void afterABootWhatRestedHasTheGraceOfTheBootWhenItsPoliciesAreMended() {
    lab.watch.start();
    lab.at(1, () -> edit(a()));
    lab.at(10, lab.watch.policies()::damage);
    lab.at(11, hosta::crash);
    lab.at(12, () -> lab.watch.reboot(Duration.ofSeconds(20)));
    lab.at(60, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.at(70, () -> edit(a()));
    lab.run(180);
    assertEquals(0, lab.lostPulses("hosta"), "both may have lost their power, and it boots longer");
    lab.run(220);
    assertEquals(1, lab.lostPulses("hosta"));
  }
}
