package org.failovermon.engine.sim;

import org.jspecify.annotations.Nullable;

/** When the next duty cycle of an engine begins: at most one is planned, the earliest asked for. */
final class CyclePlan {
  /** Cycles within one virtual second that only an engine that spins can reach. */
  private static final int SPINNING = 60_000;

  private final World world;
  private final Runnable cycle;
  private Agenda.@Nullable Task next;
  private long second;
  private int cyclesInSecond;

  CyclePlan(World world, Runnable cycle) {
    this.world = world;
    this.cycle = cycle;
  }

  /** Asks for a cycle at that time of the world, or earlier. */
  void at(long nanos) {
    if (next != null && next.at() <= nanos) {
      return;
    }
    callOff();
    next =
        world
            .agenda()
            .at(
                nanos,
                () -> {
                  next = null;
                  cycle.run();
                });
  }

  void callOff() {
    if (next != null) {
      next.callOff();
      next = null;
    }
  }

  /** Counts a cycle that begins; an engine that spins ends the run. */
  void began() {
    long now = world.nanos() / 1_000_000_000L;
    if (now != second) {
      second = now;
      cyclesInSecond = 0;
    }
    if (++cyclesInSecond > SPINNING) {
      throw new IllegalStateException(
          "the engine spins: " + SPINNING + " cycles within one second of virtual time");
    }
  }
}
