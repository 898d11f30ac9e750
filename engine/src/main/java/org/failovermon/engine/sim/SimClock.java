package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.port.Clock;

/**
 * The two times of one simulated machine: nanoseconds since its boot, and a wall clock that can be
 * stepped without moving the other. Every machine's wall clock begins right.
 */
public final class SimClock implements Clock {
  /** The wall time at which every world begins. */
  public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final World world;
  private final Observer machine;
  private long bootedAt;
  private Instant wallZero = BEGINNING;

  SimClock(World world, Observer machine, long bootedAt) {
    this.world = world;
    this.machine = machine;
    this.bootedAt = bootedAt;
  }

  @Override
  public long nanos() {
    machine.portCall();
    return world.nanos() - bootedAt;
  }

  @Override
  public Instant wall() {
    return wallZero.plusNanos(world.nanos());
  }

  /** Steps the wall clock, forward or, if negative, backward. */
  public void stepWall(Duration step) {
    wallZero = wallZero.plus(step);
    world.say(
        machine.name(),
        "the wall clock steps by " + (step.isNegative() ? "" : "+") + Durations.show(step));
    machine.wallStepped();
  }

  void booted() {
    bootedAt = world.nanos();
  }

  /** World time of a time since the boot. */
  long toWorld(long sinceBoot) {
    long worldTime = sinceBoot + bootedAt;
    return ((sinceBoot ^ worldTime) & (bootedAt ^ worldTime)) < 0 ? Long.MAX_VALUE : worldTime;
  }
}
