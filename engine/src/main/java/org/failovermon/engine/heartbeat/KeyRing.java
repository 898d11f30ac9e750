package org.failovermon.engine.heartbeat;

import java.util.List;

/**
 * The keys that are in force: the newest, which signs, and at most one older, which is still
 * accepted while the newer replaces it on all hosts. Immutable.
 *
 * @param keys one or two, the newest first, no two with the same id
 */
public record KeyRing(List<HeartbeatKey> keys) {
  static final int MAX_KEYS = 2;

  /** Checks and copies. */
  public KeyRing {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("a key ring holds one or two keys, not " + keys.size());
    }
    if (keys.size() == 2 && keys.get(0).id() == keys.get(1).id()) {
      throw new IllegalArgumentException("both keys have the id " + keys.get(0).shownId());
    }
  }

  /** A ring of one new key. */
  public static KeyRing generate() {
    return new KeyRing(List.of(HeartbeatKey.generate()));
  }

  /** The key that signs. */
  public HeartbeatKey newest() {
    return keys.getFirst();
  }

  /** A ring in which a new key signs and the one that signed before is still accepted. */
  public KeyRing rotated() {
    return new KeyRing(List.of(HeartbeatKey.generate(), newest()));
  }

  /** A ring without the older key. */
  public KeyRing withoutOlder() {
    return new KeyRing(List.of(newest()));
  }
}
