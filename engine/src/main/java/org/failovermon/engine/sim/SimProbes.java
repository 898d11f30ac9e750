package org.failovermon.engine.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Probes;

/**
 * The services that the checks of an observer ask, by the name of the check. A service is well
 * until it is told otherwise. Results are what the service is when the execution ends.
 */
public final class SimProbes {
  private static final Spread ORDINARY = Spread.ofMillis(2, 8);

  private final World world;
  private final Observer machine;
  private final Chance chance;
  private final Map<String, Status> services = new HashMap<>();
  private final Map<String, Spread> takes = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
  private final Map<String, Integer> underWay = new HashMap<>();
  private long made;
  private int mostUnderWay;

  SimProbes(World world, Observer machine, Chance chance) {
    this.world = world;
    this.machine = machine;
    this.chance = chance;
  }

  /** The service is so from now on. */
  public void is(String check, Status status) {
    Status before = services.put(check, status);
    silent.remove(check);
    if (before != status) {
      world.say("services", check + " is " + status.word());
    }
  }

  /** The service does not answer at all from now on: each execution ends with its timeout. */
  public void silent(String check) {
    silent.add(check);
    world.say("services", check + " is silent");
  }

  /** How long its executions take. */
  public void takes(String check, Spread time) {
    takes.put(check, time);
  }

  /** Every service is well again. */
  public void mendAll() {
    silent.clear();
    takes.clear();
    services.replaceAll((check, status) -> Status.OK);
  }

  /** Executions begun so far, over all processes of the engine. */
  public long made() {
    return made;
  }

  /** The most executions of one check that were under way at the same time. */
  public int mostUnderWay() {
    return mostUnderWay;
  }

  /** The port through which one engine process makes checks. */
  Probes port(long life) {
    underWay.clear();
    return (check, ticket) -> start(check, ticket, life);
  }

  private void start(CheckSpec check, long ticket, long life) {
    machine.portCall();
    made++;
    String name = check.name();
    mostUnderWay = Math.max(mostUnderWay, underWay.merge(name, 1, Integer::sum));
    long time =
        silent.contains(name)
            ? check.timeout().toNanos()
            : Math.min(takes.getOrDefault(name, ORDINARY).draw(chance), check.timeout().toNanos());
    world.afterNanos(
        time,
        () ->
            machine.inProcess(
                life,
                () -> {
                  underWay.merge(name, -1, Integer::sum);
                  CheckResult result = result(check, time);
                  machine.probes().forEach(p -> p.checked(machine, name, result));
                  machine.complete(new Event.Checked(name, ticket, result));
                }));
  }

  private CheckResult result(CheckSpec check, long nanos) {
    Duration took = Duration.ofNanos(nanos);
    if (silent.contains(check.name()) || took.compareTo(check.timeout()) >= 0) {
      String text = "no answer within " + Durations.show(check.timeout());
      return CheckResult.of(Status.CRITICAL, text, took);
    }
    Status status = services.getOrDefault(check.name(), Status.OK);
    return CheckResult.of(status, "it says " + status.word(), took);
  }
}
