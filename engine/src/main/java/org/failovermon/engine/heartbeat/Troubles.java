package org.failovermon.engine.heartbeat;

import java.util.ArrayDeque;
import org.failovermon.engine.port.HeartbeatLink;

/**
 * Troubles that wait to be told, each at most once in a try: the engine hears them while it drains,
 * not while it sends. Engine's thread only.
 */
final class Troubles {
  private final ArrayDeque<Line> waiting = new ArrayDeque<>();

  void add(Line line) {
    if (!line.troubleTold && !line.troubleWaits) {
      line.troubleWaits = true;
      waiting.add(line);
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int tell(HeartbeatLink.Listener listener) {
    int told = 0;
    for (Line line = waiting.poll(); line != null; line = waiting.poll()) {
      if (line.troubleWaits && !line.closed) {
        line.troubleWaits = false;
        line.troubleTold = true;
        told++;
        String trouble = line.trouble.isEmpty() ? Trouble.REFUSED : line.trouble;
        listener.troubled(line.peer.host, line.path, trouble);
      }
    }
    return told;
  }
}
