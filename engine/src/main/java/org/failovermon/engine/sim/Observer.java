package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.OperatorCommand;
import org.jspecify.annotations.Nullable;

/**
 * A machine that runs failoverd: the engine's process, its disk, its clock and its scripts, and all
 * that can become of them. Its responder is a {@link SimHost} of the same name and shares its fate.
 */
public final class Observer {
  /** Shortest time between two cycles: what one takes at least. */
  private static final long CYCLE_NANOS = 10_000;

  private static final long WAKE_NANOS = 20_000;

  /** The engine's thread does not sleep longer than this, as in the daemon. */
  private static final long LONGEST_SLEEP_NANOS = 500_000_000L;

  private static final Spread RESUME_ORDER = Spread.ofMicros(0, 500);

  /** The process of one engine, from its start to its end. */
  private record Running(DrivenEngine engine, SimLink link, SimStore store, SimSchedule schedule) {}

  private final World world;
  private final SimHost self;
  private final EngineFactory factory;
  private final SimClock clock;
  private final SimDisk disk;
  private final SimScripts scripts;
  private final SimOperator operator;
  private final Surroundings surroundings;
  private final SimProbes checks;
  private final SimFiles files;
  private final SimPolicies policies;
  private final Chance chance;
  private final Stall stall = new Stall();
  private final CyclePlan cycles;
  private final List<Probe> probes = new ArrayList<>();
  private final Queue<Runnable> held = new ArrayDeque<>();
  private boolean powered = true;
  private int boots = 1;
  private long life;
  private @Nullable Running process;
  private boolean cycling;
  private boolean paused;
  private boolean suspended;
  private Spread lateness = Spread.always(Duration.ZERO);

  Observer(World world, SimHost self, EngineFactory factory) {
    this.world = world;
    this.self = self;
    this.factory = factory;
    this.chance = world.chance("observer " + self.name());
    this.clock = new SimClock(world, this, world.nanos() - Duration.ofHours(1).toNanos());
    this.disk = new SimDisk(world, self.name());
    this.scripts = new SimScripts(world, this, chance.stream("scripts"));
    this.operator = new SimOperator(world, this);
    this.surroundings = new Surroundings(world, this);
    this.checks = new SimProbes(world, this, chance.stream("checks"));
    this.files = new SimFiles(world, this);
    this.policies = new SimPolicies(world, this, operator);
    this.cycles = new CyclePlan(world, this::runCycle);
    self.becomeObserver();
  }

  /** Its name. */
  public String name() {
    return self.name();
  }

  /** Its clock. */
  public SimClock clock() {
    return clock;
  }

  /** Its disk with the database. */
  public SimDisk disk() {
    return disk;
  }

  /** Its action scripts. */
  public SimScripts scripts() {
    return scripts;
  }

  /** The services that its checks ask. */
  public SimProbes checks() {
    return checks;
  }

  /** The files that its rules look at. */
  public SimFiles files() {
    return files;
  }

  /** Adds one who hears what passes through the ports of its engine. */
  public void probe(Probe probe) {
    probes.add(probe);
  }

  /** Whether the process of the engine exists, paused or not. */
  public boolean runs() {
    return process != null;
  }

  /** Whether the process is paused or its machine suspended. */
  public boolean paused() {
    return paused;
  }

  /** Starts failoverd on what the disk holds. Nothing if it runs or the machine is off. */
  public void start() {
    if (!powered || process != null) {
      return;
    }
    world.say(name(), "failoverd starts");
    SimLink link = new SimLink(world, this);
    SimStore store = new SimStore(world, this, disk, chance.stream("store " + life), life);
    SimSchedule schedule = new SimSchedule(world, this, chance.stream("schedule " + life), life);
    EnginePorts ports =
        new EnginePorts(
            clock,
            link,
            store,
            scripts.port(life),
            schedule,
            checks.port(life),
            files.port(),
            new SimWaiter(this),
            policies.atStart(),
            bootId());
    self.startResponder();
    process = new Running(factory.start(ports, disk.image().snapshot()), link, store, schedule);
    probes.forEach(p -> p.life(this, Probe.Life.STARTED));
    wake();
  }

  /** Ends failoverd with kill -9. Scripts go on, or die as {@link SimScripts} was told. */
  public void kill() {
    if (process == null) {
      return;
    }
    if (cycling) {
      throw new ProcessKilled();
    }
    world.say(name(), "failoverd is killed");
    end();
  }

  /** Kills failoverd and starts it again after so long. */
  public void restart(Duration after) {
    kill();
    world.after(after, this::start);
  }

  /** The machine loses its power. */
  public void crash() {
    if (!powered) {
      return;
    }
    world.say(name(), "the machine loses its power");
    powered = false;
    if (cycling) {
      throw new ProcessKilled();
    }
    end();
  }

  /** The machine has power again, boots, and starts failoverd; a new boot for all who ask. */
  public void boot() {
    if (powered) {
      return;
    }
    powered = true;
    boots++;
    clock.booted();
    self.powerOn();
    world.say(name(), "the machine boots");
    start();
  }

  /** Crashes and boots again after so long. */
  public void reboot(Duration off) {
    crash();
    world.after(off, this::boot);
  }

  /** Stops failoverd (SIGSTOP) for so long. Datagrams wait in its sockets, up to a bound. */
  public void pause(Duration time) {
    pause(time, false);
  }

  /** Suspends the whole machine for so long. Datagrams to it are lost. */
  public void suspend(Duration time) {
    pause(time, true);
  }

  /** Stops failoverd at the given call to one of its ports, counted from now, for so long. */
  public void pauseAtPortCall(int call, Duration time) {
    stall.pauseAt(call, time, false);
  }

  /** Suspends the whole machine in the middle of failoverd's work, as {@link #pauseAtPortCall}. */
  public void suspendAtPortCall(int call, Duration time) {
    stall.pauseAt(call, time, true);
  }

  /** Kills failoverd in the middle of its work, at the given call to one of its ports. */
  public void killAtPortCall(int call) {
    stall.killAt(call);
  }

  /** Ends a pause or suspension before its time, and calls off one that is planned. */
  public void goOn() {
    stall.callOff();
    if (paused) {
      release();
    }
  }

  /** Calls to the ports of all its engines so far. */
  public long portCalls() {
    return stall.calls();
  }

  /** Has each wake-up of its threads late by that much from now on: a starved processor. */
  public void starve(Spread late) {
    lateness = late;
    world.say(
        name(),
        late.most().isZero()
            ? "has its processors for itself again"
            : "is starved: its threads run up to " + Durations.show(late.most()) + " late");
  }

  /** Its own link has carrier, or has not; the engine is told a second later. */
  public void carrier(boolean present) {
    surroundings.carrier(present);
  }

  /** A reference address that it asks falls silent, or answers again. */
  public void reference(String address, boolean answers) {
    surroundings.reference(address, answers);
  }

  /** Its ticks do not come any more until the engine has them built anew. */
  public void silenceSchedule() {
    if (process != null) {
      world.say(name(), "the schedule falls silent");
      process.schedule().silence();
    }
  }

  /** A cron job comes due now, if the engine asked for it. */
  public void jobDue(String job) {
    jobDue(job, clock.wall());
  }

  /** The same, for that instant. */
  public void jobDue(String job, Instant scheduledFor) {
    inThisProcess(() -> process().schedule().due(job, scheduledFor));
  }

  /** A cron expression of a rule comes due for that instant, if the engine asked for it. */
  public void ruleDue(String rule, Instant scheduledFor) {
    inThisProcess(() -> process().schedule().ruleDue(rule, scheduledFor));
  }

  /** Gives the engine a command. */
  public OperatorCall operate(OperatorCommand command) {
    return operator.operate(command);
  }

  /** Its policy files. */
  public SimPolicies policies() {
    return policies;
  }

  /** The engine's state as it is now; empty when it does not run or is paused. */
  public Optional<EngineView> view() {
    AtomicReference<@Nullable EngineView> seen = new AtomicReference<>();
    if (process != null && !paused && offer(new Event.Look(false, seen::set))) {
      cycle();
    }
    return Optional.ofNullable(seen.get());
  }

  /** Whether its threads run late now. */
  public boolean starved() {
    return !lateness.most().isZero();
  }

  World world() {
    return world;
  }

  List<Probe> probes() {
    return probes;
  }

  boolean hasCarrier() {
    return surroundings.hasCarrier();
  }

  boolean hears() {
    return process != null && hasCarrier() && !suspended;
  }

  long lateness() {
    return lateness.draw(chance);
  }

  void announced(String address, Announcement announcement) {
    if (process != null) {
      process
          .link()
          .arrivedFrom(
              address,
              new SimLink.Said(
                  announcement.incarnation(), announcement.number(), announcement.absentMillis()));
    }
  }

  void wallStepped() {
    if (process != null) {
      process.schedule().wallStepped();
    }
  }

  /** Does work of a thread of that process: now, or when it goes on, or never if it is gone. */
  void inProcess(long ofLife, Runnable work) {
    if (ofLife == life && process != null) {
      if (paused) {
        held.add(work);
      } else {
        work.run();
      }
    }
  }

  /** Does work of a thread of the process that runs now. */
  void inThisProcess(Runnable work) {
    inProcess(life, work);
  }

  boolean offer(Event event) {
    return process != null && process.engine().offer(event);
  }

  void complete(Event event) {
    if (process != null && !process.engine().offer(event)) {
      throw new IllegalStateException("the inbox dropped a completion: " + event);
    }
  }

  /** The engine called a port: a place where it can be paused or killed in the middle. */
  void portCall() {
    if (!cycling || paused) {
      stall.passed();
      return;
    }
    switch (stall.call()) {
      case Stall.Kill kill -> throw new ProcessKilled();
      case Stall.Pause pause -> {
        long thisLife = life;
        world.say(
            name(),
            (pause.wholeMachine() ? "the machine is suspended" : "failoverd is paused")
                + " in the middle of its work for "
                + Durations.show(pause.time()));
        hold(pause.wholeMachine());
        world.runTo(world.nanos() + pause.time().toNanos());
        if (life == thisLife) {
          release();
        }
      }
      case Stall.GoOn goOn -> {}
    }
  }

  void wake() {
    cycles.at(world.nanos() + WAKE_NANOS + lateness());
  }

  private Running process() {
    return java.util.Objects.requireNonNull(process);
  }

  private void runCycle() {
    if (process != null && !paused) {
      cycle();
    }
  }

  private void cycle() {
    Running running = process();
    cycles.began();
    cycling = true;
    try {
      running.engine().cycle();
      running.schedule().inboxHandled();
      long next = clock.toWorld(running.engine().nextDeadlineNanos());
      cycling = false;
      long wanted = Math.min(next, world.nanos() + LONGEST_SLEEP_NANOS);
      cycles.at(Math.max(wanted, world.nanos() + CYCLE_NANOS) + lateness());
    } catch (ProcessKilled killed) {
      cycling = false;
      world.say(name(), "failoverd is killed in the middle of its work");
      end();
    } finally {
      cycling = false;
    }
  }

  private void pause(Duration time, boolean wholeMachine) {
    if (process == null || paused) {
      return;
    }
    world.say(
        name(),
        (wholeMachine ? "the machine is suspended" : "failoverd is paused")
            + " for "
            + Durations.show(time));
    hold(wholeMachine);
    long thisLife = life;
    world.after(
        time,
        () -> {
          if (life == thisLife && paused) {
            release();
          }
        });
  }

  private void hold(boolean wholeMachine) {
    paused = true;
    suspended = wholeMachine;
    if (wholeMachine) {
      self.suspend();
    } else {
      self.pause();
    }
    probes.forEach(p -> p.life(this, Probe.Life.PAUSED));
  }

  private void release() {
    paused = false;
    suspended = false;
    world.say(name(), "goes on");
    self.resume();
    self.wake();
    probes.forEach(p -> p.life(this, Probe.Life.RESUMED));
    List<Runnable> works = List.copyOf(held);
    held.clear();
    long thisLife = life;
    world.afterNanos(
        RESUME_ORDER.draw(chance), () -> works.forEach(work -> inProcess(thisLife, work)));
    cycles.at(world.nanos() + RESUME_ORDER.draw(chance));
  }

  private void end() {
    Running ended = process;
    if (ended == null) {
      return;
    }
    process = null;
    life++;
    paused = false;
    suspended = false;
    held.clear();
    ended.link().close();
    ended.schedule().close();
    ended.store().close();
    scripts.engineDied(!powered);
    if (!powered) {
      self.crash();
    } else {
      self.stopResponder();
    }
    cycles.callOff();
    probes.forEach(p -> p.life(this, Probe.Life.ENDED));
  }

  /** The boot of its machine, as its kernel names it. */
  public String bootId() {
    return "boot-" + boots;
  }
}
