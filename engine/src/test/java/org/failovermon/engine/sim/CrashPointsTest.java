package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

/**
 * One life of an installation, lived again and again: each time failoverd is killed at another
 * point, and started again a moment later. No rule may be broken, whatever the point.
 */
class CrashPointsTest {
  private static final HostName HOSTA = new HostName("hosta");
  private static final HostName HOSTB = new HostName("hostb");

  /** Where in the life of the installation the kill falls. */
  private record Point(String name, Consumer<Observer> arm) {}

  @Test
  void aKillRightBeforeOrAfterAnyTransactionBreaksNoRule() {
    long transactions = live(new Point("none", watch -> {}), false);
    assertTrue(transactions > 25, "a life with few transactions proves little: " + transactions);
    for (long k = 1; k <= transactions; k++) {
      long at = k;
      for (boolean scriptsDie : List.of(true, false)) {
        live(
            new Point(
                "before transaction " + k,
                watch -> watch.disk().beforeEachTransaction(killOnce(watch, at))),
            scriptsDie);
        live(
            new Point(
                "after transaction " + k,
                watch -> watch.disk().afterEachTransaction(killOnce(watch, at))),
            scriptsDie);
      }
    }
  }

  @Test
  void aKillInTheMiddleOfACycleBreaksNoRule() {
    Observer[] seen = new Observer[1];
    live(new Point("none", watch -> seen[0] = watch), false);
    long calls = seen[0].portCalls();
    long stride = Math.max(1, calls / 150) | 1;
    for (long call = 1; call < calls; call += stride) {
      int at = (int) call;
      live(new Point("port call " + call, watch -> watch.killAtPortCall(at)), call % 2 == 0);
    }
  }

  @Test
  void aLossOfPowerRightAfterAnyTransactionBreaksNoRule() {
    long transactions = live(new Point("none", watch -> {}), false);
    for (long k = 1; k <= transactions; k++) {
      long at = k;
      live(
          new Point(
              "power lost after transaction " + k,
              watch ->
                  watch
                      .disk()
                      .afterEachTransaction(
                          n -> {
                            if (n == at) {
                              watch.reboot(Duration.ofSeconds(2));
                            }
                          })),
          true);
    }
  }

  /** Kills at that transaction, and not again when it is made a second time. */
  private static LongConsumer killOnce(Observer watch, long transaction) {
    AtomicBoolean armed = new AtomicBoolean(true);
    return n -> {
      if (n == transaction && armed.getAndSet(false)) {
        watch.kill();
      }
    };
  }

  /** Lives through it and returns the number of transactions. */
  private static long live(Point point, boolean scriptsDie) {
    Lab lab = new Lab(11, RandomWorld.SETTINGS);
    lab.watch.probe(new RestartCheck(lab.watch));
    lab.watch.scripts().dieWithTheEngine(scriptsDie);
    SimHost hosta = lab.world.host("hosta", "10.0.0.1", "10.1.0.1");
    SimHost hostb = lab.world.host("hostb", "10.0.0.2");
    lab.watch
        .scripts()
        .script("take-over.groovy", SimScripts.Script.succeeds(Duration.ofSeconds(2)));
    point.arm().accept(lab.watch);
    for (int second = 1; second < 110; second++) {
      lab.at(second, lab.watch::start); // whoever looks after failoverd starts it again
    }
    plan(lab, hosta, hostb);
    try {
      lab.run(110);
      settle(lab);
      check(lab);
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "killed at " + point.name() + ": " + broken + "\n" + lab.world.transcript(), broken);
    }
    return lab.watch.disk().transactions();
  }

  private static void plan(Lab lab, SimHost hosta, SimHost hostb) {
    Observer watch = lab.watch;
    watch.start();
    lab.add(watch, Lab.spec("hosta", Lab.SECOND, 1, Duration.ofMillis(500)));
    lab.add(watch, Lab.spec("hostb", Lab.SECOND, 0, Duration.ofMillis(500)));
    watch.operate(
        new OperatorCommand.AddJob(
            new Job(
                "nightly",
                "0 0 2 * * ?",
                ZoneOffset.UTC,
                new Job.RunScript(new ScriptRef("backup.sh")))));
    lab.at(8, hosta::crash);
    lab.at(15, () -> watch.jobDue("nightly"));
    lab.at(20, hosta::boot);
    lab.at(26, () -> hostb.shutDown(Duration.ofSeconds(10)));
    lab.at(45, hostb::boot);
    lab.at(50, () -> watch.operate(new OperatorCommand.Stop(List.of(HOSTA))));
    lab.at(53, () -> watch.operate(new OperatorCommand.Start(List.of(HOSTA))));
    lab.at(
        56,
        () ->
            watch.operate(
                new OperatorCommand.Modify(
                    HOSTA, Duration.ofSeconds(2), null, null, null, null, null, true)));
    lab.at(60, hosta::crash);
    lab.world.at(Duration.ofMillis(64_300), hosta::boot); // back while its lost-pulse runs
    lab.at(75, hostb::crash);
    lab.at(80, () -> watch.operate(new OperatorCommand.Delete(HOSTB)));
    lab.at(82, hostb::boot);
    lab.at(85, () -> lab.add(watch, Lab.spec("hostb", Lab.SECOND, 0, Duration.ofMillis(500))));
  }

  /** An operator looks after what is unknown. */
  private static void settle(Lab lab) {
    for (int round = 0; round < 8; round++) {
      lab.watch.disk().image().snapshot().openRuns().stream()
          .filter(run -> run.status() == RunStatus.UNKNOWN)
          .forEach(run -> lab.watch.operate(new OperatorCommand.DismissRun(run.id())));
      // Where the kill swallowed an operator's word, it is said again.
      for (HostName host : List.of(HOSTA, HOSTB)) {
        if (lab.watch.disk().image().state(host).map(s -> !s.started()).orElse(false)) {
          lab.watch.operate(new OperatorCommand.Start(List.of(host)));
        }
      }
      lab.world.runFor(Duration.ofSeconds(5));
    }
  }

  private static void check(Lab lab) {
    StoreImage image = lab.watch.disk().image();
    image
        .snapshot()
        .states()
        .forEach(
            state -> {
              assertEquals(Verdict.UP, state.verdict(), state.toString());
              assertEquals(0, state.openOutage(), state.toString());
            });
    assertEquals(List.of(), image.snapshot().openRuns());
    assertEquals(List.of(), image.snapshot().openOutages());
    for (Run run : image.runs()) {
      boolean answered = run.status() != RunStatus.QUEUED && run.status() != RunStatus.RUNNING;
      assertTrue(answered, run.toString());
      if (run.status() == RunStatus.SUCCEEDED) {
        assertEquals(1, lab.watch.scripts().starts(run.id()), run.toString());
      }
      if (run.kind() == RunKind.REGAIN_PULSE && run.status() == RunStatus.SUCCEEDED) {
        assertTrue(
            image.runs().stream()
                .anyMatch(
                    lost ->
                        lost.kind() == RunKind.LOST_PULSE
                            && lost.outage() == run.outage()
                            && lost.status() != RunStatus.SKIPPED),
            () -> String.format(Locale.ROOT, "%s has no lost-pulse", run));
      }
    }
  }
}
