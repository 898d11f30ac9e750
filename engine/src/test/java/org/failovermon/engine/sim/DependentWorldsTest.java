package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.EngineView;
import org.junit.jupiter.api.Test;

/**
 * Random worlds of monitors that depend on one another and of which many ask checks too, whose
 * policies are edited and which have maintenance windows, while hosts crash, services fail and the
 * engine is killed and paused. Besides the audit of every world: nothing starts within a window,
 * and an edit leaves what is unchanged its counters. A seed replays with {@code
 * -Dfailovermon.seed=N}.
 */
class DependentWorldsTest {
  private static final List<String> HOSTS = List.of("router", "hosta", "hostb", "www");
  private static final Map<String, List<String>> PARENTS =
      Map.of("hosta", List.of("router"), "hostb", List.of("router"), "www", List.of("hosta"));
  private static final List<String> SERVICES = List.of("smtp", "imap");

  @Test
  void holdInEveryWorld() {
    Long only = Long.getLong("failovermon.seed");
    int byParents = 0;
    int byWindows = 0;
    int byChecks = 0;
    int byAll = 0;
    for (long seed = only == null ? 1 : only; seed <= (only == null ? 150 : only); seed++) {
      try {
        Life life = new Life(seed);
        life.live();
        byParents += life.lab.said("is held back: its parent") ? 1 : 0;
        byWindows += life.lab.said("is held back: maintenance") ? 1 : 0;
        byChecks += life.lab.said("/smtp is failed (limit") ? 1 : 0;
        byAll += life.lab.said(" are needed: ") ? 1 : 0;
      } catch (AssertionError broken) {
        throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
      }
    }
    if (only == null) {
      assertTrue(byParents > 20, "worlds in which a parent held a child back: " + byParents);
      assertTrue(byWindows > 5, "worlds in which a window held a host back: " + byWindows);
      assertTrue(byChecks > 10, "worlds in which a check decided: " + byChecks);
      assertTrue(byAll > 10, "worlds in which members were counted: " + byAll);
    }
  }

  private static final class Life {
    private final Lab lab;
    private final Chance chance;
    private final Map<String, MonitorPolicy> monitors = new HashMap<>();
    private final List<Maintenance> windows = new ArrayList<>();

    Life(long seed) {
      lab = new Lab(seed, RandomWorld.SETTINGS);
      chance = lab.world.chance("dependents");
      for (int i = 0; i < HOSTS.size(); i++) {
        lab.world.host(HOSTS.get(i), "10.0.0." + (i + 1));
        monitors.put(HOSTS.get(i), monitor(HOSTS.get(i)));
      }
      Instant beginning = lab.watch.clock().wall();
      for (int i = chance.between(0, 2); i > 0; i--) {
        windows.add(
            Specs.window(
                "window" + i,
                beginning.plusSeconds(chance.between(10, 50)),
                Duration.ofSeconds(chance.between(3, 25)),
                chance.oneOf(HOSTS)));
      }
      lab.watch.probe(
          new Probe() {
            @Override
            public void started(Observer observer, Actions.Order order) {
              mustNotBeCovered(order.run().subject());
            }
          });
    }

    private MonitorPolicy monitor(String host) {
      MonitorSpec spec =
          Lab.spec(
              host,
              chance.between(Duration.ofMillis(300), Duration.ofSeconds(4)),
              chance.between(0, 2),
              chance.between(Duration.ofMillis(100), Duration.ofMillis(900)));
      MonitorPolicy.Members members = members(host);
      return new MonitorPolicy(
          spec,
          members.heartbeat() ? List.of(CommPath.ownName(spec.host())) : List.of(),
          true,
          members,
          PARENTS.getOrDefault(host, List.of()),
          null,
          new Place("policies/net.groovy", 1));
    }

    /** The heartbeat alone, one check with it or without, or so many of three. */
    private MonitorPolicy.Members members(String host) {
      List<String> names = SERVICES.stream().map(service -> host + "/" + service).toList();
      boolean heartbeat = chance.happens(0.8);
      List<String> some = names.subList(0, chance.between(heartbeat ? 0 : 1, names.size()));
      int size = some.size() + (heartbeat ? 1 : 0);
      return new MonitorPolicy.Members(heartbeat, some, chance.between(1, size));
    }

    /** Each check is there whether somebody asks it or not. */
    private List<CheckSpec> checks() {
      List<CheckSpec> all = new ArrayList<>();
      for (String host : HOSTS) {
        for (String service : SERVICES) {
          all.add(
              Specs.every(Duration.ofMillis(700), Specs.check(host + "/" + service, 2, 1, null)));
        }
      }
      return all;
    }

    void live() {
      lab.watch.start();
      edit();
      lab.run(6);
      for (int i = chance.between(4, 25); i > 0; i--) {
        lab.world.at(chance.between(Duration.ofSeconds(6), Duration.ofSeconds(60)), this::strike);
      }
      lab.run(60);
      lab.world.say("world", "everything is mended");
      HOSTS.forEach(host -> lab.world.host(host).boot());
      lab.watch.checks().mendAll();
      lab.watch.goOn();
      lab.watch.boot();
      lab.watch.start();
      lab.run(110);
      for (MonitorState state : lab.watch.disk().image().snapshot().states()) {
        if (state.verdict() != Verdict.UP || state.openOutage() != 0) {
          throw new InvariantBroken("a host that answers is up in the end", state.toString());
        }
      }
    }

    private void strike() {
      Duration lasting = chance.between(Duration.ofMillis(100), Duration.ofSeconds(20));
      String name = chance.oneOf(HOSTS);
      SimHost host = lab.world.host(name);
      switch (chance.between(0, 13)) {
        case 0, 1 -> {
          host.crash();
          lab.world.after(lasting, host::boot);
        }
        case 2, 3, 4 -> {
          HOSTS.forEach(each -> lab.world.host(each).crash());
          HOSTS.forEach(each -> lab.world.after(lasting, lab.world.host(each)::boot));
        }
        case 5 -> lab.watch.restart(lasting);
        case 6 -> lab.watch.pause(lasting);
        case 7 -> {
          lab.watch.killAtPortCall(chance.between(1, 40));
          lab.world.after(lasting, lab.watch::start);
        }
        case 8, 9 -> editOne(name);
        default -> {
          String check = name + "/" + chance.oneOf(SERVICES);
          lab.watch.checks().is(check, chance.oneOf(List.of(Status.values())));
          lab.world.after(lasting, () -> lab.watch.checks().is(check, Status.OK));
        }
      }
    }

    /** Changes one monitor; the counters of the others must stay as they were. */
    private void editOne(String name) {
      monitors.put(name, monitor(name));
      Map<HostName, EngineView.MonitorView> before = views();
      edit();
      Map<HostName, EngineView.MonitorView> after = views();
      for (EngineView.MonitorView was : before.values()) {
        EngineView.MonitorView is = after.get(was.spec().host());
        boolean same = !was.spec().host().value().equals(name);
        if (same && is != null && (is.misses() < was.misses() || is.beats() < was.beats())) {
          // An answer that came in between also counts the misses anew.
          if (is.state().verdict() == was.state().verdict() && is.misses() != 0) {
            throw new InvariantBroken("an edit leaves what is unchanged alone", was + " → " + is);
          }
        }
      }
    }

    private Map<HostName, EngineView.MonitorView> views() {
      Map<HostName, EngineView.MonitorView> views = new HashMap<>();
      lab.watch
          .view()
          .ifPresent(view -> view.monitors().forEach(each -> views.put(each.spec().host(), each)));
      return views;
    }

    private void edit() {
      List<MonitorPolicy> all = HOSTS.stream().map(monitors::get).toList();
      lab.watch.policies().edit(new PolicySet(all, checks(), List.of(), List.of(), windows));
    }

    private void mustNotBeCovered(String subject) {
      Instant now = lab.watch.clock().wall();
      for (Maintenance window : windows) {
        if (window.window() instanceof Maintenance.Once once
            && window.subjects().contains(subject)
            && now.isAfter(once.from())
            && now.isBefore(once.to())) {
          throw new InvariantBroken(
              "nothing starts within a window", subject + " in " + window.name());
        }
      }
    }
  }
}
