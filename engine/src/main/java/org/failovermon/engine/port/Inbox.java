package org.failovermon.engine.port;

/** Where adapters put events for the engine, from any thread. Bounded. */
public interface Inbox {
  /**
   * Hands over an event and wakes the engine. Never blocks.
   *
   * @return false when the queue is full and the event was dropped. Completions ({@code Committed},
   *     {@code RunEnded}, {@code Checked}) are never dropped: as many places as there can be
   *     completions outstanding are kept free for them
   */
  boolean offer(Event event);
}
