package org.failovermon.engine.sim;

import org.failovermon.engine.port.Waiter;

/** Wakes the engine of an observer; nobody sleeps in a world. */
record SimWaiter(Observer machine) implements Waiter {
  @Override
  public void await(long nanos) {
    throw new IllegalStateException("in a world, nothing waits: the world calls cycle()");
  }

  @Override
  public void wakeup() {
    machine.wake();
  }
}
