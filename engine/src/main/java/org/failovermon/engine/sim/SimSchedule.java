package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Schedule;

/**
 * The ticks of one engine process. They follow the wall clock, as those of Quartz do: a step
 * backward silences them, a step forward has them come at once, and once.
 */
final class SimSchedule implements Schedule {
  private static final Spread LATENESS = Spread.ofMicros(0, 2_000);

  private static final class Trigger {
    private final long periodMillis;
    private Instant next;
    private Agenda.Task task;

    private Trigger(long periodMillis, Instant next, Agenda.Task task) {
      this.periodMillis = periodMillis;
      this.next = next;
      this.task = task;
    }
  }

  private final World world;
  private final Observer machine;
  private final Chance chance;
  private final long life;
  private final Map<Long, Trigger> triggers = new TreeMap<>();
  private final Set<Long> pending = new HashSet<>();
  private final Set<String> jobs = new LinkedHashSet<>();
  private final Set<String> rules = new LinkedHashSet<>();
  private boolean silenced;
  private boolean closed;

  SimSchedule(World world, Observer machine, Chance chance, long life) {
    this.world = world;
    this.machine = machine;
    this.chance = chance;
    this.life = life;
  }

  @Override
  public void setCohorts(Set<Long> periodsMillis) {
    machine.portCall();
    triggers
        .values()
        .removeIf(
            trigger -> {
              boolean gone = !periodsMillis.contains(trigger.periodMillis);
              if (gone) {
                trigger.task.callOff();
              }
              return gone;
            });
    for (long period : periodsMillis) {
      if (!triggers.containsKey(period)) {
        triggers.put(period, begin(period));
      }
    }
  }

  @Override
  public void setJobs(List<Job> newJobs) {
    machine.portCall();
    jobs.clear();
    newJobs.forEach(job -> jobs.add(job.name()));
  }

  @Override
  public void setRuleTimes(List<RuleTime> times) {
    machine.portCall();
    rules.clear();
    times.forEach(time -> rules.add(time.rule()));
  }

  @Override
  public void rebuild(String because) {
    machine.portCall();
    world.say(machine.name(), "the schedule is built anew: " + because);
    silenced = false;
    for (Trigger trigger : triggers.values()) {
      trigger.task.callOff();
    }
    triggers.replaceAll((period, old) -> begin(period));
  }

  /** No tick comes until the triggers are built anew. */
  void silence() {
    silenced = true;
  }

  /** The wall clock was stepped. */
  void wallStepped() {
    for (Trigger trigger : triggers.values()) {
      trigger.task.callOff();
      plan(trigger);
    }
  }

  /** The engine handled its inbox: what was pending there is so no more. */
  void inboxHandled() {
    pending.clear();
  }

  /** The instant of a job has come; nothing if the engine did not ask for that job. */
  void due(String job, Instant scheduledFor) {
    if (jobs.contains(job)) {
      machine.inProcess(life, () -> machine.offer(new Event.JobDue(job, scheduledFor)));
    }
  }

  /** The instant of a rule has come; nothing if the engine did not ask for that rule. */
  void ruleDue(String rule, Instant scheduledFor) {
    if (rules.contains(rule)) {
      machine.inProcess(life, () -> machine.offer(new Event.RuleDue(rule, scheduledFor)));
    }
  }

  void close() {
    closed = true;
    triggers.values().forEach(trigger -> trigger.task.callOff());
    triggers.clear();
  }

  private Trigger begin(long period) {
    Instant first = machine.clock().wall().plusMillis(period);
    Trigger trigger = new Trigger(period, first, world.afterNanos(0, () -> {}));
    plan(trigger);
    return trigger;
  }

  private void plan(Trigger trigger) {
    Duration left = Duration.between(machine.clock().wall(), trigger.next);
    long delay = Math.max(0, left.toNanos()) + LATENESS.draw(chance) + machine.lateness();
    trigger.task = world.afterNanos(delay, () -> machine.inProcess(life, () -> fire(trigger)));
  }

  private void fire(Trigger trigger) {
    if (closed || triggers.get(trigger.periodMillis) != trigger) {
      return;
    }
    long period = trigger.periodMillis;
    if (!silenced && pending.add(period) && !machine.offer(new Event.Tick(period))) {
      pending.remove(period);
    }
    Instant now = machine.clock().wall();
    Instant next = trigger.next.plusMillis(period);
    trigger.next = next.isAfter(now) ? next : now.plusMillis(period);
    plan(trigger);
  }
}
