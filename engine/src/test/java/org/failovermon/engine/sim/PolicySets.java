package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Trigger;

/** Any sets of policies over few names, so that two of them have much in common. */
final class PolicySets {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private PolicySets() {}

  static Arbitrary<PolicySet> any() {
    return Combinators.combine(
            monitors().list().uniqueElements(each -> each.spec().host()).ofMaxSize(5),
            checks().list().uniqueElements(CheckSpec::name).ofMaxSize(3),
            rules().list().uniqueElements(RuleSpec::name).ofMaxSize(2),
            jobs().list().uniqueElements(each -> each.job().name()).ofMaxSize(3),
            windows().list().uniqueElements(Maintenance::name).ofMaxSize(2))
        .as(PolicySet::new);
  }

  /** A monitor of a policy with the heartbeat alone, every second with two retries of a second. */
  static MonitorPolicy monitor(String host, Place place, String... addresses) {
    return monitor(Lab.spec(host, Lab.SECOND, 2, Lab.SECOND), place, List.of(addresses));
  }

  static MonitorPolicy monitor(MonitorSpec spec, Place place, List<String> addresses) {
    List<CommPath> paths = new ArrayList<>(List.of(CommPath.ownName(spec.host())));
    addresses.forEach(address -> paths.add(new CommPath(spec.host(), address, 0, false)));
    return new MonitorPolicy(
        spec, paths, true, MonitorPolicy.Members.HEARTBEAT, List.of(), null, place);
  }

  private static Arbitrary<Place> places() {
    return Arbitraries.of(
        new Place("policies/mail.groovy", 3),
        new Place("policies/mail.groovy", 12),
        new Place("policies/web.groovy", 1));
  }

  private static Arbitrary<MonitorPolicy> monitors() {
    return Combinators.combine(
            Arbitraries.of("hosta", "hostb", "HostC", "hostd", "hoste", "hostf"),
            Arbitraries.of(10, 60, 1_200),
            Arbitraries.of(0, 3),
            Arbitraries.of(Set.<String>of(), Set.of("10.0.0.1"), Set.of("10.0.0.1", "10.0.0.2")),
            Arbitraries.of(true, false),
            Arbitraries.of(List.<String>of(), List.of("router")),
            places())
        .as(
            (host, interval, retries, addresses, started, parents, place) -> {
              MonitorSpec spec = Lab.spec(host, Duration.ofSeconds(interval), retries, Lab.SECOND);
              MonitorPolicy plain = monitor(spec, place, addresses.stream().sorted().toList());
              return new MonitorPolicy(
                  spec, plain.paths(), started, plain.members(), parents, null, place);
            });
  }

  private static Arbitrary<CheckSpec> checks() {
    return Combinators.combine(
            Arbitraries.of("www", "hosta/smtp", "dns"), Arbitraries.of(1, 3), places())
        .as(
            (name, failAfter, place) ->
                new CheckSpec(
                    name,
                    new Probe.Icmp("10.0.0.1", 1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    failAfter,
                    1,
                    null,
                    List.of(),
                    place));
  }

  private static Arbitrary<RuleSpec> rules() {
    return Combinators.combine(
            Arbitraries.of("three-losses", "tell"), Arbitraries.of(1, 5), places())
        .as(
            (name, most, place) ->
                new RuleSpec(
                    name,
                    List.of(new Trigger.OperatorDid(Set.of("stop"))),
                    new Condition.Always(),
                    RuleSpec.OncePer.EVENT,
                    new RuleSpec.Cap(most, Duration.ofHours(1)),
                    ScriptRef.DEFAULT_LOST,
                    null,
                    place));
  }

  private static Arbitrary<JobPolicy> jobs() {
    return Combinators.combine(
            Arbitraries.of("nightly", "off-peak", "weekly"),
            Arbitraries.of("0 0 2 * * ?", "0 0 3 * * ?"),
            Arbitraries.<Job.Action>of(
                new Job.RunScript(ScriptRef.DEFAULT_LOST),
                new Job.SetInterval(new HostName("hosta"), Duration.ofMinutes(20))),
            places())
        .as(
            (name, cron, action, place) ->
                new JobPolicy(new Job(name, cron, BERLIN, action), null, place));
  }

  private static Arbitrary<Maintenance> windows() {
    return Combinators.combine(Arbitraries.of("patch-day", "move"), Arbitraries.of(1, 2), places())
        .as(
            (name, hours, place) ->
                new Maintenance(
                    name,
                    Set.of("hosta"),
                    new Maintenance.Once(
                        Instant.parse("2026-12-01T02:00:00Z"),
                        Instant.parse("2026-12-01T02:00:00Z").plusSeconds(3_600L * hours)),
                    place));
  }
}
