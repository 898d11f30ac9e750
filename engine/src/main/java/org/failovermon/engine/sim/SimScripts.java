package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Event;

/**
 * The action scripts of an observer's machine, by a table: how long each takes and how it ends. A
 * script that runs when the engine dies goes on, or dies as well; the engine that is started next
 * hears of neither.
 */
public final class SimScripts {
  /**
   * What a script does.
   *
   * @param takes how long it runs
   * @param result how it ends
   * @param effect called when it ends well, for what it changes in the world
   */
  public record Script(Spread takes, RunResult result, Runnable effect) {
    /** A script that ends well. */
    public static Script succeeds(Duration takes) {
      return new Script(
          Spread.always(takes),
          new RunResult(RunStatus.SUCCEEDED, 0, "it ended with exit code 0", ""),
          () -> {});
    }

    /** A script that ends badly. */
    public static Script fails(Duration takes, int exitCode) {
      return new Script(
          Spread.always(takes),
          new RunResult(RunStatus.FAILED, exitCode, "it ended with exit code " + exitCode, ""),
          () -> {});
    }

    /** A script that hangs and is ended at its deadline. */
    public static Script hangs(Duration deadline) {
      return new Script(
          Spread.always(deadline),
          new RunResult(
              RunStatus.TIMED_OUT, null, "it did not end by its deadline and was ended", ""),
          () -> {});
    }
  }

  private final World world;
  private final Observer machine;
  private final Chance chance;
  private final Map<String, Script> table = new HashMap<>();
  private final Map<Long, Integer> starts = new HashMap<>();
  private final Map<Long, Actions.Order> running = new HashMap<>();
  private boolean dieWithTheEngine;

  SimScripts(World world, Observer machine, Chance chance) {
    this.world = world;
    this.machine = machine;
    this.chance = chance;
  }

  /** Says what the script of that name does; one that is not named takes 100 ms and ends well. */
  public void script(String name, Script does) {
    table.put(name, does);
  }

  /** Says whether scripts die when the engine's process is killed; if not, they go on. */
  public void dieWithTheEngine(boolean die) {
    dieWithTheEngine = die;
  }

  /** How often the run was started, over all processes of the engine. */
  public int starts(long run) {
    return starts.getOrDefault(run, 0);
  }

  /** Runs that go on now. */
  public int running() {
    return running.size();
  }

  /** The port through which one engine process starts scripts. */
  Actions port(long life) {
    return order -> start(order, life);
  }

  void engineDied(boolean machineDown) {
    if (machineDown || dieWithTheEngine) {
      running.values().forEach(order -> world.say("scripts", name(order.run()) + " dies"));
      running.clear();
    }
  }

  private void start(Actions.Order order, long life) {
    machine.portCall();
    Run run = order.run();
    int times = starts.merge(run.id(), 1, Integer::sum);
    running.put(run.id(), order);
    world.say(
        "scripts",
        name(run)
            + " starts"
            + (times == 1 ? "" : " for the " + times + ". time")
            + ": "
            + run.script());
    machine.probes().forEach(p -> p.started(machine, order));
    Script does = table.getOrDefault(run.script().text(), Script.succeeds(Duration.ofMillis(100)));
    world.afterNanos(does.takes().draw(chance), () -> end(order, does, life));
  }

  private void end(Actions.Order order, Script does, long life) {
    if (!running.remove(order.run().id(), order)) {
      return; // it died
    }
    world.say("scripts", name(order.run()) + " ends: " + does.result().status().word());
    if (does.result().status() == RunStatus.SUCCEEDED) {
      does.effect().run();
    }
    machine.probes().forEach(p -> p.ended(machine, order));
    machine.inProcess(
        life, () -> machine.complete(new Event.RunEnded(order.run().id(), does.result())));
  }

  private static String name(Run run) {
    return "run " + run.id() + ", " + run.kind().word() + " of " + run.subject() + ",";
  }
}
