package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.OperatorCommand;

/** Plans what goes wrong in a random world: each misfortune has a beginning and, mostly, an end. */
final class Misfortunes {
  private final RandomWorld in;
  private final World world;
  private final Observer watch;
  private final Chance chance;

  Misfortunes(RandomWorld in) {
    this.in = in;
    this.world = in.lab.world;
    this.watch = in.lab.watch;
    this.chance = in.chance;
  }

  void plan(Duration from, Duration until) {
    int count = chance.between(2, 14);
    for (int i = 0; i < count; i++) {
      world.at(chance.between(from, until), this::strike);
    }
  }

  private void strike() {
    switch (chance.between(0, 4)) {
      case 0 -> onThePaths();
      case 1, 2 -> toAHost();
      case 3 -> toTheObserver();
      default -> byTheOperator();
    }
  }

  /** How long a misfortune lasts: mostly short, now and then long. */
  private Duration aWhile() {
    return chance.happens(0.3)
        ? chance.between(Duration.ofSeconds(5), Duration.ofSeconds(40))
        : chance.between(Duration.ofMillis(20), Duration.ofSeconds(5));
  }

  private SimHost aHost() {
    return world.host(chance.oneOf(in.hosts).value());
  }

  private void onThePaths() {
    SimHost host = aHost();
    List<String> addresses =
        chance.happens(0.5) ? host.addresses() : List.of(chance.oneOf(host.addresses()));
    int what = chance.between(0, 6);
    Duration lasting = aWhile();
    for (String address : addresses) {
      SimPath path = world.network().path(address);
      switch (what) {
        case 0 -> path.cut();
        case 1 -> path.cutOut();
        case 2 -> path.cutBack();
        case 3 -> path.loss(0.3);
        case 4 -> path.duplication(0.3);
        case 5 -> path.reordering(0.3);
        default -> path.latency(Spread.ofMillis(5, 400));
      }
      world.after(lasting, () -> mend(path, what));
    }
  }

  private static void mend(SimPath path, int what) {
    switch (what) {
      case 0, 1, 2 -> path.mend();
      case 3 -> path.loss(0);
      case 4 -> path.duplication(0);
      case 5 -> path.reordering(0);
      default -> path.latency(Spread.ofMillis(0, 1));
    }
  }

  private void toAHost() {
    SimHost host = aHost();
    switch (chance.between(0, 7)) {
      case 0 -> {
        host.crash();
        world.after(aWhile(), host::boot);
      }
      case 1 -> host.reboot(chance.between(Duration.ofMillis(10), Duration.ofSeconds(3)));
      case 2 -> {
        host.pause();
        world.after(aWhile(), host::resume);
      }
      case 3 -> {
        host.stopResponder();
        world.after(aWhile(), host::startResponder);
      }
      case 4 -> {
        host.health(new Health(chance.happens(0.5), true));
        world.after(aWhile(), () -> host.health(Health.GOOD));
      }
      case 5 -> {
        host.shutDown(Duration.ofSeconds(chance.between(1, 60)));
        world.after(aWhile(), host::boot);
      }
      case 6 -> {
        host.announce(Duration.ofSeconds(chance.between(1, 30)));
        world.after(aWhile(), () -> host.announce(Duration.ZERO));
      }
      default -> {
        List<Announcement> tape = world.network().tape();
        if (!tape.isEmpty()) {
          world.network().replay(chance.oneOf(tape));
        }
      }
    }
  }

  private void toTheObserver() {
    Duration lasting = aWhile();
    switch (chance.between(0, 15)) {
      case 0 -> watch.pause(lasting);
      case 1 -> watch.suspend(lasting);
      case 2 -> watch.pauseAtPortCall(chance.between(1, 200), lasting);
      case 3 -> {
        watch.killAtPortCall(chance.between(1, 200));
        world.after(lasting, watch::start);
      }
      case 4 -> watch.restart(lasting);
      case 5 -> watch.reboot(lasting);
      case 6 -> {
        watch.starve(Spread.ofMillis(0, chance.between(5, 80)));
        world.after(lasting, () -> watch.starve(Spread.always(Duration.ZERO)));
      }
      case 7 -> watch.clock().stepWall(Duration.ofSeconds(chance.between(-40, 40)));
      case 8 -> watch.silenceSchedule();
      case 9 -> {
        watch.carrier(false);
        world.after(lasting, () -> watch.carrier(true));
      }
      case 10 -> {
        watch.reference("10.99.0.1", false);
        world.after(lasting, () -> watch.reference("10.99.0.1", true));
      }
      case 11 -> {
        watch.disk().fill();
        world.after(lasting, watch.disk()::mend);
      }
      case 12 -> {
        watch.disk().hang();
        world.after(lasting, watch.disk()::mend);
      }
      case 13 -> stallLoop(chance.between(3, 30));
      case 14 -> suspendLoop(chance.between(3, 30));
      default -> pauseLoop(chance.between(3, 30));
    }
  }

  /** Pauses in the middle of the work, about as long as a try. */
  private void stallLoop(int times) {
    if (times > 0) {
      Duration time = chance.between(Duration.ofMillis(20), Duration.ofMillis(1_200));
      if (chance.happens(0.5)) {
        watch.suspendAtPortCall(chance.between(1, 12), time);
      } else {
        watch.pauseAtPortCall(chance.between(1, 12), time);
      }
      world.after(
          chance.between(Duration.ofMillis(300), Duration.ofSeconds(3)),
          () -> stallLoop(times - 1));
    }
  }

  private void suspendLoop(int times) {
    if (times > 0) {
      watch.suspend(chance.between(Duration.ofMillis(20), Duration.ofSeconds(2)));
      world.after(
          chance.between(Duration.ofMillis(30), Duration.ofSeconds(3)),
          () -> suspendLoop(times - 1));
    }
  }

  private void pauseLoop(int times) {
    if (times > 0) {
      watch.pause(chance.between(Duration.ofMillis(20), Duration.ofSeconds(2)));
      world.after(
          chance.between(Duration.ofMillis(30), Duration.ofSeconds(3)), () -> pauseLoop(times - 1));
    }
  }

  private void byTheOperator() {
    HostName host = chance.oneOf(in.hosts);
    switch (chance.between(0, 8)) {
      case 0 -> {
        watch.operate(new OperatorCommand.Stop(List.of(host)));
        world.after(aWhile(), () -> watch.operate(new OperatorCommand.Start(List.of(host))));
      }
      case 1 ->
          watch.operate(
              new OperatorCommand.Modify(
                  host,
                  in.anInterval(),
                  chance.between(0, 3),
                  null,
                  null,
                  null,
                  null,
                  chance.happens(0.5)));
      case 2 -> {
        watch.operate(new OperatorCommand.Delete(host));
        world.after(aWhile(), () -> in.lab.add(watch, in.spec(host)));
      }
      case 3 -> watch.operate(new OperatorCommand.AddPath(host, "10.77.0.1", 0));
      case 4 -> watch.operate(new OperatorCommand.DeletePath(host, "10.77.0.1"));
      case 5 ->
          watch.operate(
              new OperatorCommand.AddJob(
                  new Job(
                      "nightly",
                      "0 0 2 * * ?",
                      ZoneOffset.UTC,
                      new Job.RunScript(new ScriptRef("job-" + chance.between(0, 3))))));
      case 6 -> {
        for (int i = 0; i < 4; i++) {
          world.after(chance.between(Duration.ZERO, Duration.ofSeconds(10)), this::jobDue);
        }
      }
      case 7 -> {
        List<Run> runs = watch.disk().image().runs();
        if (!runs.isEmpty()) {
          watch.operate(new OperatorCommand.RetryRun(chance.oneOf(runs).id()));
        }
      }
      default ->
          in.openRuns().stream()
              .findFirst()
              .ifPresent(run -> watch.operate(new OperatorCommand.DismissRun(run.id())));
    }
  }

  private void jobDue() {
    watch.jobDue("nightly");
  }
}
