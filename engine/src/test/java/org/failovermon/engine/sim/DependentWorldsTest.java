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
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.EngineView;
import org.junit.jupiter.api.Test;

/**
 * Random worlds of monitors that depend on one another, whose policies are edited and which have
 * maintenance windows, while hosts crash and the engine is killed and paused. Besides the audit of
 * every world: nothing starts within a window, and an edit leaves what is unchanged its counters. A
 * seed replays with {@code -Dfailovermon.seed=N}.
 */
class DependentWorldsTest {
  private static final List<String> HOSTS = List.of("router", "hosta", "hostb", "www");
  private static final Map<String, List<String>> PARENTS =
      Map.of("hosta", List.of("router"), "hostb", List.of("router"), "www", List.of("hosta"));

  @Test
  void holdInEveryWorld() {
    Long only = Long.getLong("failovermon.seed");
    int byParents = 0;
    int byWindows = 0;
    for (long seed = only == null ? 1 : only; seed <= (only == null ? 150 : only); seed++) {
      try {
        Life life = new Life(seed);
        life.live();
        byParents += life.lab.said("is held back: its parent") ? 1 : 0;
        byWindows += life.lab.said("is held back: maintenance") ? 1 : 0;
      } catch (AssertionError broken) {
        throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
      }
    }
    if (only == null) {
      assertTrue(byParents > 20, "worlds in which a parent held a child back: " + byParents);
      assertTrue(byWindows > 5, "worlds in which a window held a host back: " + byWindows);
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
      return new MonitorPolicy(
          spec,
          List.of(CommPath.ownName(spec.host())),
          true,
          MonitorPolicy.Members.HEARTBEAT,
          PARENTS.getOrDefault(host, List.of()),
          null,
          new Place("policies/net.groovy", 1));
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
      switch (chance.between(0, 9)) {
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
        default -> editOne(name);
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
      lab.watch.policies().edit(new PolicySet(all, List.of(), List.of(), List.of(), windows));
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
