package org.failovermon.engine.heartbeat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts which local addresses the lines send from. Engine's thread only, but for {@link
 * #addresses}.
 */
final class Sources {
  private final Map<InetAddress, Integer> counts = new HashMap<>();
  private volatile Set<InetAddress> addresses = Set.of();

  Set<InetAddress> addresses() {
    return addresses;
  }

  void add(@Nullable InetAddress source) {
    if (source != null) {
      counts.merge(source, 1, Integer::sum);
    }
  }

  void remove(@Nullable InetAddress source) {
    if (source != null) {
      counts.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  void publish() {
    if (!counts.keySet().equals(addresses)) {
      addresses = Set.copyOf(counts.keySet());
    }
  }
}
