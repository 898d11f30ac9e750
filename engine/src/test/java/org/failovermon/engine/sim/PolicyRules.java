package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.decide.MaintenanceWindows;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Write;
import org.failovermon.engine.schedule.Cron;

/**
 * What must hold of checks, rules and windows in every world: incidents open only after so many
 * failures, a rule acts on a key once and never beyond its cap, and nothing runs in maintenance.
 */
final class PolicyRules implements Probe {
  private final Observer observer;
  private final Map<String, CheckSpec> checks = new HashMap<>();
  private final Map<String, RuleSpec> rules = new HashMap<>();
  private final Map<String, String> subjects = new HashMap<>();
  private final MaintenanceWindows windows;
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Integer> goods = new HashMap<>();
  private final Map<String, Long> incidents = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> keys = new HashSet<>();
  private final Map<String, List<Instant>> acted = new HashMap<>();
  private int opened;
  private int actions;

  PolicyRules(Observer observer, List<Maintenance> constant) {
    this.observer = observer;
    this.windows = new MaintenanceWindows(constant, Cron::next);
  }

  /** A check that may be in force. */
  void know(CheckSpec check) {
    checks.put(check.name(), check);
  }

  /** A rule that may be in force, and the monitor or check that its events are about. */
  void know(RuleSpec rule, String subject) {
    rules.put(rule.name(), rule);
    subjects.put(rule.name(), subject);
  }

  int opened() {
    return opened;
  }

  int actions() {
    return actions;
  }

  @Override
  public void checked(Observer of, String check, CheckResult result) {
    if (result.status() == Status.CRITICAL) {
      failures.merge(check, 1, Integer::sum);
      goods.put(check, 0);
    } else if (result.status() != Status.UNKNOWN) {
      goods.merge(check, 1, Integer::sum);
      failures.put(check, 0);
    }
  }

  @Override
  public void decided(Observer of, long batch, List<Write> writes, boolean taken) {
    for (Write write : writes) {
      if (write instanceof Write.PutIncident put) {
        String check = put.incident().check();
        rule(
            failures.getOrDefault(check, 0) >= spec(check).failAfter(),
            "an incident opens only after so many failures in a row",
            check + " after " + failures.get(check));
        rule(
            windows.at(observer.clock().wall()).covering(check).isEmpty(),
            "no incident opens in maintenance",
            check);
      } else if (write instanceof Write.EndIncident end) {
        rule(
            goods.getOrDefault(end.check(), 0) >= spec(end.check()).recoverAfter(),
            "an incident ends only after so many good results in a row",
            end.check() + " after " + goods.get(end.check()));
      }
    }
  }

  private CheckSpec spec(String check) {
    return java.util.Objects.requireNonNull(checks.get(check), check);
  }

  @Override
  public void durable(Observer of, long batch, List<Write> writes) {
    for (Write write : writes) {
      if (write instanceof Write.PutIncident put) {
        String check = put.incident().check();
        long number = put.incident().number();
        opened++;
        rule(open.add(check), "one incident of a check at a time", check + " " + number);
        rule(
            number == incidents.getOrDefault(check, 0L) + 1,
            "incidents are numbered one by one",
            check + " " + number + " after " + incidents.get(check));
        incidents.put(check, number);
      } else if (write instanceof Write.EndIncident end) {
        rule(open.remove(end.check()), "an incident ends once", end.check());
      } else if (write instanceof Write.DeleteCheck delete) {
        open.remove(delete.check());
      } else if (write instanceof Write.RuleFired fired) {
        fired(fired.firing(), writes);
      }
    }
  }

  private void fired(Firing firing, List<Write> writes) {
    actions++;
    String what = firing.rule() + " on " + firing.key();
    rule(keys.add(what), "a rule acts on a key at most once", what);
    boolean requested =
        writes.stream()
            .anyMatch(
                write ->
                    write instanceof Write.PutRun put
                        && put.run().kind() == RunKind.RULE
                        && put.run().subject().equals(firing.rule())
                        && put.run().requestedAt().equals(firing.at()));
    rule(requested, "key and run are committed together", what);
    RuleSpec spec = java.util.Objects.requireNonNull(rules.get(firing.rule()), firing.rule());
    List<Instant> times = acted.computeIfAbsent(firing.rule(), rule -> new ArrayList<>());
    times.add(firing.at());
    Duration within = spec.cap().within();
    long recent = times.stream().filter(at -> at.plus(within).isAfter(firing.at())).count();
    rule(recent <= spec.cap().actions(), "a rule keeps its cap", what + ": " + recent);
    rule(
        windows.at(firing.at()).covering(subject(firing.rule())).isEmpty(),
        "no rule acts in maintenance",
        what);
  }

  private String subject(String rule) {
    return subjects.getOrDefault(rule, "");
  }

  @Override
  public void started(Observer of, Actions.Order order) {
    if (order.run().kind() == RunKind.RULE) {
      String rule = order.run().subject();
      rule(
          windows.at(observer.clock().wall()).covering(subject(rule)).isEmpty(),
          "nothing starts in maintenance",
          "run " + order.run().id() + " of rule " + rule);
    }
  }

  private static void rule(boolean holds, String rule, String what) {
    if (!holds) {
      throw new InvariantBroken(rule, what);
    }
  }
}
