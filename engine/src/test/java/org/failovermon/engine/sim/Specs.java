package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.RuleSpec.Cap;
import org.failovermon.engine.model.policy.RuleSpec.OncePer;
import org.failovermon.engine.model.policy.Trigger;
import org.jspecify.annotations.Nullable;

/** What policies say, in the words of the tests. */
final class Specs {
  static final Condition ALWAYS = new Condition.Always();
  private static final Place PLACE = new Place("policies/test.groovy", 1);

  private Specs() {}

  /** Asked every two seconds; fails after three, recovers after two. */
  static CheckSpec check(String name, String... dependsOn) {
    return check(name, 3, 2, null, dependsOn);
  }

  static CheckSpec check(
      String name,
      int failAfter,
      int recoverAfter,
      CheckSpec.@Nullable Flap flap,
      String... dependsOn) {
    return new CheckSpec(
        name,
        new Probe.Tcp("10.0.0.1", 25, List.of()),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        failAfter,
        recoverAfter,
        flap,
        Arrays.asList(dependsOn),
        PLACE);
  }

  static CheckSpec every(Duration interval, CheckSpec spec) {
    return new CheckSpec(
        spec.name(),
        spec.probe(),
        interval,
        spec.timeout(),
        spec.failAfter(),
        spec.recoverAfter(),
        spec.flap(),
        spec.dependsOn(),
        spec.place());
  }

  static CheckSpec at(String address, CheckSpec spec) {
    return new CheckSpec(
        spec.name(),
        new Probe.Tcp(address, 25, List.of()),
        spec.interval(),
        spec.timeout(),
        spec.failAfter(),
        spec.recoverAfter(),
        spec.flap(),
        spec.dependsOn(),
        spec.place());
  }

  static Trigger becomes(String host, Verdict... verdicts) {
    return new Trigger.MonitorBecomes(Set.of(host), Set.of(verdicts));
  }

  static Trigger becomes(String check, CheckVerdict... verdicts) {
    return new Trigger.CheckBecomes(Set.of(check), Set.of(verdicts));
  }

  static RuleSpec rule(String name, Trigger... triggers) {
    return rule(name, ALWAYS, OncePer.INCIDENT, Cap.DEFAULT, triggers);
  }

  static RuleSpec rule(
      String name, Condition condition, OncePer oncePer, Cap cap, Trigger... triggers) {
    return new RuleSpec(
        name,
        Arrays.asList(triggers),
        condition,
        oncePer,
        cap,
        new ScriptRef(name + ".groovy"),
        null,
        PLACE);
  }

  static Maintenance window(String name, Instant from, Duration lasts, String... subjects) {
    return new Maintenance(
        name, Set.of(subjects), new Maintenance.Once(from, from.plus(lasts)), PLACE);
  }

  static Maintenance recurring(String name, String cron, Duration lasts, String... subjects) {
    return new Maintenance(
        name, Set.of(subjects), new Maintenance.Recurring(cron, ZoneId.of("UTC"), lasts), PLACE);
  }

  /** A set of checks, rules and windows, in any order. */
  static PolicySet set(Object... parts) {
    return new PolicySet(
        List.of(),
        all(CheckSpec.class, parts),
        all(RuleSpec.class, parts),
        List.of(),
        all(Maintenance.class, parts));
  }

  private static <T> List<T> all(Class<T> type, Object... parts) {
    return Arrays.stream(parts).filter(type::isInstance).map(type::cast).toList();
  }
}
