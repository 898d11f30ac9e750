package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.shell.EngineSettings;

/**
 * A world whose hosts, paths, values and misfortunes all come from a seed. For a minute things go
 * wrong; then everything is mended, and everything must come to rest.
 */
final class RandomWorld {
  static final EngineSettings SETTINGS =
      new EngineSettings(
          Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(15), false);

  private static final Duration TROUBLE = Duration.ofSeconds(60);
  private static final Duration REST = Duration.ofSeconds(32);
  private static final List<Duration> INTERVALS =
      List.of(
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));
  private static final List<Duration> SHORT_INTERVALS =
      List.of(Duration.ZERO, Duration.ofMillis(200));
  private static final List<Duration> TIMEOUTS =
      List.of(
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));

  final Lab lab;
  final List<HostName> hosts = new ArrayList<>();
  final Chance chance;

  RandomWorld(long seed) {
    lab = new Lab(seed, SETTINGS);
    chance = lab.world.chance("what happens");
  }

  /** Lives through all of it; throws what breaks. */
  void live() {
    lab.watch.probe(new RestartCheck(lab.watch));
    lab.watch.start();
    int count = chance.between(1, 5);
    for (int i = 0; i < count; i++) {
      addHost(i);
    }
    scripts();
    lab.world.run(Duration.ofSeconds(6));
    new Misfortunes(this).plan(Duration.ofSeconds(6), TROUBLE);
    lab.world.run(TROUBLE);
    mendAll();
    lab.world.runFor(Duration.ofSeconds(2)); // shutdowns that were announced before come to pass
    mendAll();
    lab.world.runFor(REST);
    // An operator looks after what is unknown, as often as that uncovers something further.
    for (int round = 0; round < 8 && !openRuns().isEmpty(); round++) {
      openRuns().stream()
          .filter(run -> run.status() == RunStatus.UNKNOWN)
          .forEach(run -> lab.watch.operate(new OperatorCommand.DismissRun(run.id())));
      lab.world.runFor(Duration.ofSeconds(13));
    }
    mustBeAtRest();
  }

  private void addHost(int number) {
    HostName host = new HostName("host" + number);
    String[] addresses = new String[chance.between(1, 3)];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "10." + number + "." + i + ".1";
    }
    lab.world.host(host.value(), addresses);
    hosts.add(host);
    lab.add(lab.watch, spec(host));
  }

  MonitorSpec spec(HostName host) {
    return new MonitorSpec(
        host,
        anInterval(),
        chance.between(0, 3),
        chance.oneOf(TIMEOUTS),
        new ScriptRef("lost-" + chance.between(0, 3)),
        new ScriptRef("regain-" + chance.between(0, 3)),
        chance.happens(0.9));
  }

  Duration anInterval() {
    return chance.oneOf(chance.happens(0.04) ? SHORT_INTERVALS : INTERVALS);
  }

  private void scripts() {
    for (String kind : List.of("lost-", "regain-", "job-")) {
      SimScripts scripts = lab.watch.scripts();
      scripts.script(kind + 0, SimScripts.Script.succeeds(Duration.ofMillis(50)));
      scripts.script(kind + 1, SimScripts.Script.succeeds(Duration.ofSeconds(3)));
      scripts.script(kind + 2, SimScripts.Script.fails(Duration.ofSeconds(1), 3));
      scripts.script(kind + 3, SimScripts.Script.hangs(Duration.ofSeconds(6)));
    }
    lab.watch.scripts().dieWithTheEngine(chance.happens(0.5));
  }

  private void mendAll() {
    World world = lab.world;
    world.say("world", "everything is mended");
    for (SimPath path : world.network().paths()) {
      path.mend().loss(0).duplication(0).reordering(0).latency(Spread.ofMillis(1, 2));
    }
    for (HostName name : hosts) {
      SimHost host = world.host(name.value());
      host.boot();
      host.resume();
      host.startResponder();
      host.health(org.failovermon.engine.model.Health.GOOD);
    }
    lab.watch.disk().mend();
    lab.watch.goOn();
    lab.watch.starve(Spread.always(Duration.ZERO));
    lab.watch.carrier(true);
    lab.watch.reference("10.99.0.1", true);
    lab.watch.boot();
    lab.watch.start();
  }

  List<Run> openRuns() {
    return lab.watch.disk().image().snapshot().openRuns();
  }

  private void mustBeAtRest() {
    StoreImage image = lab.watch.disk().image();
    for (MonitorState state : image.snapshot().states()) {
      if (state.started()) {
        rule(
            state.verdict() == Verdict.UP,
            "a host that answers is up in the end",
            state.host() + " is " + state.verdict().word() + ": " + state.because());
        rule(state.openOutage() == 0, "a host that answers has no open outage", state.toString());
      }
    }
    for (Run run : openRuns()) {
      boolean waitsForStart =
          run.status() == RunStatus.QUEUED
              && image.snapshot().states().stream()
                  .anyMatch(s -> s.host().value().equals(run.subject()) && !s.started());
      rule(waitsForStart, "every run ends", run.toString());
    }
    for (Outage outage : image.snapshot().openOutages()) {
      rule(
          image.state(outage.host()).map(s -> s.openOutage() == outage.id()).orElse(false),
          "an open outage belongs to a monitor",
          outage.toString());
    }
  }

  private static void rule(boolean holds, String rule, String what) {
    if (!holds) {
      throw new InvariantBroken(rule, what);
    }
  }
}
