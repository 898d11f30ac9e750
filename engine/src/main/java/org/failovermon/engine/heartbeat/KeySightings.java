package org.failovermon.engine.heartbeat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which address signed with which key lately: the newest 256 addresses, for ten minutes. Fed by the
 * responder; thread-safe.
 */
final class KeySightings {
  static final Duration MEMORY = Duration.ofMinutes(10);
  private static final int LIMIT = 256;
  private static final int MOST_NAMED = 10;

  private record Sighting(int keyId, long nanos) {}

  private final Map<InetAddress, Sighting> sightings =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Sighting> eldest) {
          return size() > LIMIT;
        }
      };

  synchronized void seen(SocketAddress from, int keyId, long now) {
    if (from instanceof InetSocketAddress address) {
      sightings.put(address.getAddress(), new Sighting(keyId, now));
    }
  }

  /** An address that signs with one of our keys is in order again. */
  synchronized void forget(SocketAddress from) {
    if (!sightings.isEmpty() && from instanceof InetSocketAddress address) {
      sightings.remove(address.getAddress());
    }
  }

  /** The addresses that signed with this key within the memory. */
  synchronized List<String> usersOf(int keyId, long now) {
    tidy(now);
    List<String> users = new ArrayList<>();
    sightings.forEach(
        (address, seen) -> {
          if (seen.keyId() == keyId) {
            users.add(address.getHostAddress());
          }
        });
    return users;
  }

  /** A sentence for each address that signs with a key that is not ours. */
  synchronized List<String> complaints(long now) {
    tidy(now);
    List<String> said = new ArrayList<>();
    sightings.forEach(
        (address, seen) -> {
          if (said.size() < MOST_NAMED) {
            said.add(
                "invalid messages from "
                    + address.getHostAddress()
                    + ": "
                    + "key "
                    + HeartbeatKey.showId(seen.keyId())
                    + ", which is not ours; give both hosts the same key file");
          }
        });
    return said;
  }

  private void tidy(long now) {
    sightings.values().removeIf(seen -> now - seen.nanos() > MEMORY.toNanos());
  }
}
