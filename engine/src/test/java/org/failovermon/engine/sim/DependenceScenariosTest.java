package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

/** Monitors that depend on others: not acted on while a parent has failed, never unmonitored. */
class DependenceScenariosTest {
  private final Lab lab = new Lab(33);
  private final SimHost router = lab.world.host("router1", "10.0.0.254");
  private final SimHost child = lab.world.host("hosta", "10.0.0.1");

  private static MonitorPolicy monitor(MonitorSpec spec, int line, String... parents) {
    return new MonitorPolicy(
        spec,
        List.of(CommPath.ownName(spec.host())),
        true,
        MonitorPolicy.Members.HEARTBEAT,
        List.of(parents),
        null,
        new Place("policies/net.groovy", line));
  }

  private static MonitorSpec spec(String host, Duration interval, int retries) {
    return Lab.spec(host, interval, retries, Lab.SECOND);
  }

  private void watch(MonitorPolicy... monitors) {
    lab.watch.start();
    lab.watch
        .policies()
        .edit(new PolicySet(List.of(monitors), List.of(), List.of(), List.of(), List.of()));
    lab.run(8);
  }

  @Test
  void aChildOfALostParentIsHeldBackAndJudgedAfreshWhenTheParentIsBack() {
    watch(
        monitor(spec("router1", Lab.SECOND, 2), 1),
        monitor(spec("hosta", Lab.SECOND, 2), 2, "router1"));
    lab.at(10, router::crash);
    lab.at(10, child::crash);
    lab.at(60, router::boot);
    lab.run(59);
    assertEquals(1, lab.lostPulses("router1"));
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(Verdict.HELD_BACK, lab.verdict("hosta"));
    lab.run(80);
    assertEquals(1, lab.lostPulses("hosta"), "the parent is back, and the child is not");
    Golden.check("dependence-parent-back", lab.world.transcript());
  }

  @Test
  void aChildThatIsBackWithItsParentRunsNothing() {
    watch(
        monitor(spec("router1", Lab.SECOND, 2), 1),
        monitor(spec("hosta", Lab.SECOND, 0), 2, "router1"));
    lab.at(10, router::crash);
    lab.at(10, child::crash);
    lab.at(60, child::boot);
    lab.at(60, router::boot);
    lab.run(80);
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(0, lab.regainPulses("hosta"));
    assertEquals(Verdict.UP, lab.verdict("hosta"));
  }

  @Test
  void aParentOfLongIntervalIsAskedBeforeItsChildIsJudged() {
    watch(
        monitor(spec("router1", Duration.ofMinutes(5), 2), 1),
        monitor(spec("hosta", Lab.SECOND, 0), 2, "router1"));
    lab.at(10, router::crash);
    lab.at(10, child::crash);
    lab.run(40);
    assertEquals(0, lab.lostPulses("hosta"), "its parent had not been missed yet");
    assertEquals(1, lab.lostPulses("router1"), "it was asked at once");
    Golden.check("dependence-parent-asked", lab.world.transcript());
  }

  @Test
  void aChildThatFailsAloneIsLostAsSoonAsItsParentHasAnswered() {
    watch(
        monitor(spec("router1", Duration.ofMinutes(5), 2), 1),
        monitor(spec("hosta", Lab.SECOND, 0), 2, "router1"));
    lab.at(10, child::crash);
    lab.run(15);
    assertEquals(1, lab.lostPulses("hosta"));
  }

  @Test
  void aRestartWithinAHoldGoesOnHolding() {
    watch(
        monitor(spec("router1", Lab.SECOND, 2), 1),
        monitor(spec("hosta", Lab.SECOND, 2), 2, "router1"));
    lab.at(10, router::crash);
    lab.at(10, child::crash);
    lab.at(30, () -> lab.watch.restart(Duration.ofSeconds(1)));
    lab.run(60);
    assertEquals(1, lab.lostPulses("router1"));
    assertEquals(0, lab.lostPulses("hosta"));
    assertEquals(Verdict.HELD_BACK, lab.verdict("hosta"));
  }

  @Test
  void aParentThatIsStoppedOrDeletedHoldsNobodyBack() {
    watch(
        monitor(spec("router1", Lab.SECOND, 2), 1),
        monitor(spec("hosta", Lab.SECOND, 2), 2, "router1"));
    lab.at(10, router::crash);
    lab.at(10, child::crash);
    lab.at(30, () -> lab.watch.operate(new OperatorCommand.Stop(List.of(new HostName("router1")))));
    lab.run(60);
    assertEquals(1, lab.lostPulses("hosta"));
    assertTrue(lab.said("no parent holds it back any more; hosta is judged afresh"));
  }

  @Test
  void aChainIsHeldBackByItsFirstLink() {
    lab.world.host("www", "10.0.0.80");
    watch(
        monitor(spec("router1", Lab.SECOND, 2), 1),
        monitor(spec("hosta", Lab.SECOND, 1), 2, "router1"),
        monitor(spec("www", Lab.SECOND, 0), 3, "hosta"));
    lab.at(10, router::crash);
    lab.at(10, child::crash);
    lab.at(10, lab.world.host("www")::crash);
    lab.at(40, router::boot);
    lab.at(41, child::boot);
    lab.at(42, lab.world.host("www")::boot);
    lab.run(39);
    assertEquals(Verdict.HELD_BACK, lab.verdict("www"));
    lab.run(60);
    assertEquals(0, lab.lostPulses("hosta") + lab.lostPulses("www"));
    assertEquals(Verdict.UP, lab.verdict("www"));
  }
}
