package org.failovermon.app.daemon;

import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.jspecify.annotations.Nullable;

/**
 * The inbox for those who are made before the engine is, since the engine needs them. What comes
 * before the engine is there is refused: it can only be ticks, and further ones follow.
 * Thread-safe.
 */
final class LateInbox implements Inbox {
  private volatile @Nullable Inbox engine;

  /** From now on everything goes to the engine. */
  void connect(Inbox theEngine) {
    this.engine = theEngine;
  }

  @Override
  public boolean offer(Event event) {
    Inbox inbox = engine;
    return inbox != null && inbox.offer(event);
  }
}
