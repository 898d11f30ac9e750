package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.shell.EngineSettings;

/** A world with one observer that runs the engine under audit: what most tests begin with. */
final class Lab {
  static final Duration SECOND = Duration.ofSeconds(1);

  final World world;
  final Observer watch;
  final Audit audit;
  final List<Run> started = new ArrayList<>();

  Lab(long seed) {
    this(seed, EngineSettings.DEFAULT);
  }

  Lab(long seed, EngineSettings settings) {
    world = World.of(seed);
    watch = world.observer("watch", ShellEngine.factory(settings));
    audit = Audit.of(world, watch, allowances(settings));
    watch.probe(
        new Probe() {
          @Override
          public void started(Observer observer, Actions.Order order) {
            started.add(order.run());
          }
        });
  }

  static Audit.Allowances allowances(EngineSettings settings) {
    return new Audit.Allowances(settings.grace(), settings.holdBack(), settings.cannotJudgeLimit());
  }

  static MonitorSpec spec(String host, Duration interval, int retries, Duration timeout) {
    return new MonitorSpec(
        new HostName(host),
        interval,
        retries,
        timeout,
        new ScriptRef("take-over.groovy"),
        new ScriptRef("tell-people.groovy"),
        true);
  }

  /** Has the observer watch a host every second with two retries of a second, on all its paths. */
  Lab watching(String... hosts) {
    watch.start();
    for (String host : hosts) {
      add(watch, spec(host, SECOND, 2, SECOND));
    }
    world.run(Duration.ofSeconds(5));
    return this;
  }

  /** Adds a monitor, started, with a path for each address of the host after the first. */
  void add(Observer observer, MonitorSpec spec) {
    observer.operate(new OperatorCommand.Add(spec, true));
    List<String> addresses = world.host(spec.host().value()).addresses();
    for (String address : addresses.subList(1, addresses.size())) {
      observer.operate(new OperatorCommand.AddPath(spec.host(), address, 0));
    }
  }

  void at(long seconds, Runnable action) {
    world.at(Duration.ofSeconds(seconds), action);
  }

  void run(long untilSeconds) {
    world.run(Duration.ofSeconds(untilSeconds));
  }

  MonitorState state(String host) {
    return watch.disk().image().state(new HostName(host)).orElseThrow();
  }

  Verdict verdict(String host) {
    return state(host).verdict();
  }

  long starts(RunKind kind, String host) {
    return started.stream().filter(run -> run.kind() == kind && run.subject().equals(host)).count();
  }

  long starts() {
    return started.size();
  }

  long lostPulses(String host) {
    return starts(RunKind.LOST_PULSE, host);
  }

  long regainPulses(String host) {
    return starts(RunKind.REGAIN_PULSE, host);
  }

  boolean said(String text) {
    return world.transcript().lines().stream().anyMatch(line -> line.contains(text));
  }
}
