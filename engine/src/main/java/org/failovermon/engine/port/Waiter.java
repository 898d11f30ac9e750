package org.failovermon.engine.port;

/**
 * How the engine's thread sleeps between two duty cycles: until something arrives, or until a time
 * has passed.
 */
public interface Waiter {
  /**
   * Sleeps until a datagram arrives, {@link #wakeup} is called or the time has passed. Called by
   * the engine's thread alone. May return early.
   *
   * @param nanos at most so long, in nanoseconds; 0 or less returns at once
   */
  void await(long nanos);

  /** Ends the sleep under way, or makes the next one return at once. Thread-safe; never blocks. */
  void wakeup();
}
