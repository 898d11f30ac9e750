package org.failovermon.engine.sim;

/**
 * Unwinds the engine when its process is killed in the middle of a cycle; never leaves the world.
 */
final class ProcessKilled extends Error {
  private static final long serialVersionUID = 1L;

  ProcessKilled() {
    super("the simulated process was killed", null, false, false);
  }
}
