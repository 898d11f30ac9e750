package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.failovermon.engine.decide.Inventory;
import org.failovermon.engine.decide.Reconcile;
import org.failovermon.engine.decide.SnapshotKnown;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Write;

/** Any sets of policies brought into force one after the other, on any installation. */
class ReconcilePropertiesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");

  @Property(tries = 300)
  void theSecondTimeNothingChanges(
      @ForAll("commands") List<String> commands,
      @ForAll("sets") PolicySet first,
      @ForAll("sets") PolicySet second) {
    StoreImage image = installation(commands);
    PolicySet before = apply(image, PolicySet.EMPTY, first);
    PolicySet inForce = apply(image, before, second);
    assertEquals(
        new Reconcile.Plan(List.of(), List.of(), List.of()),
        Reconcile.plan(new SnapshotKnown(image.snapshot()), inForce, inForce, NOW));
    // A start knows of the set before only what the store holds.
    assertEquals(
        new Reconcile.Plan(List.of(), List.of(), List.of()),
        Reconcile.plan(new SnapshotKnown(image.snapshot()), PolicySet.EMPTY, inForce, NOW));
  }

  @Property(tries = 300)
  void afterwardsTheInstallationIsWhatTheSetSaysAndWhatWasAddedByCommand(
      @ForAll("commands") List<String> commands,
      @ForAll("sets") PolicySet first,
      @ForAll("sets") PolicySet second) {
    StoreImage image = installation(commands);
    PolicySet inForce = apply(image, apply(image, PolicySet.EMPTY, first), second);
    Snapshot now = image.snapshot();
    Set<HostName> byCommand = commands.stream().map(HostName::new).collect(Collectors.toSet());
    Map<HostName, MonitorSpec> wanted = new HashMap<>();
    byCommand.forEach(host -> wanted.put(host, MonitorSpec.withDefaults(host)));
    Set<CommPath> paths = new HashSet<>();
    byCommand.forEach(host -> paths.add(CommPath.ownName(host)));
    for (MonitorPolicy policy : inForce.monitors()) {
      wanted.put(policy.spec().host(), policy.spec());
      paths.addAll(policy.paths());
    }
    assertEquals(wanted.keySet(), hosts(now));
    for (MonitorSpec spec : now.monitors()) {
      MonitorSpec said = wanted.getOrDefault(spec.host(), spec);
      assertEquals(said, spec.withInterval(said.interval()));
      boolean calendar =
          inForce.jobs().stream()
              .anyMatch(
                  job ->
                      job.job().action().equals(new Job.SetInterval(spec.host(), spec.interval())));
      assertTrue(said.interval().equals(spec.interval()) || calendar);
    }
    assertEquals(paths, Set.copyOf(now.paths()));
    assertEquals(
        inForce.jobs().stream().map(JobPolicy::job).collect(Collectors.toSet()),
        Set.copyOf(now.jobs()));
    assertEquals(owned(inForce), Set.copyOf(now.policy().owned()));
    assertEquals(
        hosts(now), now.states().stream().map(MonitorState::host).collect(Collectors.toSet()));
  }

  @Property(tries = 300)
  void whatIsUnchangedIsNotWritten(
      @ForAll("sets") PolicySet first, @ForAll("sets") PolicySet second) {
    StoreImage image = installation(List.of());
    apply(image, PolicySet.EMPTY, first);
    Set<MonitorPolicy> same = new HashSet<>(first.monitors());
    same.retainAll(new HashSet<>(second.monitors()));
    Set<HostName> hosts = same.stream().map(each -> each.spec().host()).collect(Collectors.toSet());
    Set<Owned> owned = owned(first);
    for (Write write :
        Reconcile.plan(new SnapshotKnown(image.snapshot()), first, second, NOW).writes()) {
      switch (write) {
        case Write.PutMonitor put -> assertFalse(hosts.contains(put.spec().host()));
        case Write.PutState put -> assertFalse(hosts.contains(put.state().host()));
        case Write.DeleteMonitor delete -> assertFalse(hosts.contains(delete.host()));
        case Write.PutPath put -> assertFalse(hosts.contains(put.path().host()));
        case Write.DeletePath delete -> assertFalse(hosts.contains(delete.host()));
        case Write.PutOwned put -> assertFalse(owned.contains(put.owned()));
        case Write.PutJob put ->
            assertFalse(first.jobs().stream().anyMatch(job -> job.job().equals(put.job())));
        default -> {}
      }
    }
  }

  @Property(tries = 200)
  void aSetThatNamesWhatWasAddedByCommandIsRefusedAsAWhole(
      @ForAll("commands") List<String> commands, @ForAll("sets") PolicySet set) {
    StoreImage image = installation(commands);
    Reconcile.Plan plan =
        Reconcile.plan(new SnapshotKnown(image.snapshot()), PolicySet.EMPTY, set, NOW);
    Set<HostName> clashing = commands.stream().map(HostName::new).collect(Collectors.toSet());
    clashing.retainAll(set.monitors().stream().map(each -> each.spec().host()).toList());
    assertEquals(clashing.size(), plan.refusals().size());
    if (!clashing.isEmpty()) {
      assertTrue(plan.writes().isEmpty());
      assertTrue(plan.lines().isEmpty());
    }
  }

  private static PolicySet apply(StoreImage image, PolicySet before, PolicySet after) {
    Reconcile.Plan plan = Reconcile.plan(new SnapshotKnown(image.snapshot()), before, after, NOW);
    plan.writes().forEach(write -> image.apply(write, NOW));
    return plan.refusals().isEmpty() ? after : before;
  }

  private static StoreImage installation(List<String> hosts) {
    StoreImage image = new StoreImage();
    for (String host : hosts) {
      OperatorCommand add =
          new OperatorCommand.Add(MonitorSpec.withDefaults(new HostName(host)), false);
      Inventory.apply(new SnapshotKnown(image.snapshot()), add, "operator", NOW, true)
          .writes()
          .forEach(write -> image.apply(write, NOW));
    }
    return image;
  }

  private static Set<HostName> hosts(Snapshot snapshot) {
    return snapshot.monitors().stream().map(MonitorSpec::host).collect(Collectors.toSet());
  }

  private static Set<Owned> owned(PolicySet set) {
    return Stream.of(
            set.monitors().stream()
                .map(e -> new Owned(Owned.Kind.MONITOR, e.spec().host().value(), e.place())),
            set.checks().stream().map(e -> new Owned(Owned.Kind.CHECK, e.name(), e.place())),
            set.rules().stream().map(e -> new Owned(Owned.Kind.RULE, e.name(), e.place())),
            set.jobs().stream().map(e -> new Owned(Owned.Kind.JOB, e.job().name(), e.place())),
            set.windows().stream().map(ReconcilePropertiesTest::owned))
        .flatMap(each -> each)
        .collect(Collectors.toSet());
  }

  private static Owned owned(Maintenance window) {
    return new Owned(
        Owned.Kind.WINDOW, window.name(), java.util.Objects.requireNonNull(window.place()));
  }

  @Provide
  Arbitrary<PolicySet> sets() {
    return PolicySets.any();
  }

  @Provide
  Arbitrary<List<String>> commands() {
    return Arbitraries.of("hostE", "hostf", "other").list().uniqueElements().ofMaxSize(2);
  }
}
