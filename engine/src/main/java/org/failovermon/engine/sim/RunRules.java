package org.failovermon.engine.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Write;

/** What must hold of runs: once, in order, one at a time, and never before it is recorded. */
final class RunRules implements Probe {
  private final Observer observer;
  private final Set<Long> lostPulsed = new HashSet<>();
  private final Set<Long> regainPulsed = new HashSet<>();
  private final Set<Long> ended = new HashSet<>();
  private final Map<String, Long> runningInThisLife = new HashMap<>();
  private int starts;

  RunRules(Observer observer) {
    this.observer = observer;
  }

  int starts() {
    return starts;
  }

  @Override
  public void life(Observer of, Life what) {
    if (what == Life.ENDED) {
      runningInThisLife.clear();
    }
  }

  @Override
  public void started(Observer of, Actions.Order order) {
    starts++;
    Run run = order.run();
    String name = "run " + run.id() + " (" + run.kind().word() + " of " + run.subject() + ")";
    rule(observer.scripts().starts(run.id()) == 1, "no script starts twice", name);
    recorded(run, name);
    oneAtATimeInOrder(run, name);
    switch (run.kind()) {
      case LOST_PULSE ->
          rule(
              lostPulsed.add(run.outage()) || run.retryOf() != 0,
              "one lost-pulse for each outage",
              name + " is another one of outage " + run.outage());
      case REGAIN_PULSE -> afterItsLostPulse(run, name);
      case JOB, RULE -> {}
    }
  }

  @Override
  public void ended(Observer of, Actions.Order order) {
    runningInThisLife.values().remove(order.run().id());
  }

  @Override
  public void durable(Observer of, long batch, List<Write> writes) {
    for (Write write : writes) {
      if (write instanceof Write.PutRun put) {
        Run run = put.run();
        rule(
            run.status().ended() || !ended.contains(run.id()),
            "a run that ended does not come to life again",
            "run " + run.id() + " is " + run.status().word());
        if (run.status().ended()) {
          ended.add(run.id());
        }
      }
    }
  }

  @Override
  public void replied(Observer of, OperatorCall call) {
    boolean done = call.reply().map(reply -> reply.exit() == 0).orElse(false);
    if (done && call.command() instanceof OperatorCommand.Add add) {
      rule(
          observer.disk().image().state(add.spec().host()).isPresent(),
          "what an operator was told is done is durable",
          "add " + add.spec().host());
    }
  }

  private void recorded(Run run, String name) {
    Run durable = observer.disk().image().run(run.id()).orElse(null);
    rule(
        durable != null && durable.status() == RunStatus.RUNNING,
        "nothing starts that is not durably recorded as running",
        name + " is " + (durable == null ? "not recorded" : durable.status().word()));
    if (ofHost(run)) {
      rule(
          observer.disk().image().outages().stream().anyMatch(o -> o.id() == run.outage()),
          "nothing starts for an outage that is not durably recorded",
          name);
    }
  }

  private void oneAtATimeInOrder(Run run, String name) {
    String lane = (ofHost(run) ? "host " : run.kind().word() + " ") + run.subject();
    Long other = runningInThisLife.put(lane, run.id());
    rule(
        other == null,
        "one run at a time for each host",
        name + " starts while run " + other + " runs");
    for (Run each : observer.disk().image().runs()) {
      boolean sameLane =
          each.subject().equals(run.subject())
              && (each.kind() == run.kind() || (ofHost(each) && ofHost(run)));
      if (sameLane && each.id() < run.id() && run.retryOf() == 0) {
        rule(
            each.status().ended(),
            "runs of one host happen in their order",
            name + " starts while run " + each.id() + " is " + each.status().word());
      }
    }
  }

  private static boolean ofHost(Run run) {
    return run.kind() == RunKind.LOST_PULSE || run.kind() == RunKind.REGAIN_PULSE;
  }

  private void afterItsLostPulse(Run run, String name) {
    rule(
        regainPulsed.add(run.outage()) || run.retryOf() != 0,
        "one regain-pulse for each outage",
        name + " is another one of outage " + run.outage());
    List<Run> lost =
        observer.disk().image().runs().stream()
            .filter(r -> r.kind() == RunKind.LOST_PULSE && r.outage() == run.outage())
            .toList();
    rule(
        lost.stream().anyMatch(r -> r.status() != RunStatus.SKIPPED),
        "regain-pulse only after a lost-pulse of the same outage",
        name + ", outage " + run.outage());
    rule(
        lost.stream().allMatch(r -> r.status().ended()),
        "regain-pulse never before its lost-pulse ended",
        name + ", outage " + run.outage());
  }

  private static void rule(boolean holds, String rule, String what) {
    if (!holds) {
      throw new InvariantBroken(rule, what);
    }
  }
}
