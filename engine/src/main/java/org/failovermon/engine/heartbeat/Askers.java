package org.failovermon.engine.heartbeat;

import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who asked lately, so that an announcement reaches them: the newest 4,096, for an hour. (The man
 * page's example asks every 20 minutes at night.) Responder's thread only.
 */
final class Askers {
  static final int LIMIT = 4096;
  static final long MEMORY_NANOS = 3_600_000_000_000L;

  private final Recent recent = new Recent();

  /** One asker: the channel it asked, its newest nonce, and the key it signs with. */
  static final class Asker {
    final SocketAddress address;
    DatagramChannel via;
    Nonce nonce;
    int keyId;
    long heardNanos;

    Asker(SocketAddress address, DatagramChannel via, Nonce nonce, int keyId, long heardNanos) {
      this.address = address;
      this.via = via;
      this.nonce = nonce;
      this.keyId = keyId;
      this.heardNanos = heardNanos;
    }
  }

  /** Forgets who was silent for longest. */
  private static final class Recent extends LinkedHashMap<SocketAddress, Asker> {
    Recent() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<SocketAddress, Asker> eldest) {
      return size() > LIMIT;
    }
  }

  void heard(SocketAddress from, DatagramChannel via, Nonce nonce, int keyId, long nowNanos) {
    Asker asker = recent.get(from);
    if (asker == null) {
      recent.put(from, new Asker(from, via, nonce, keyId, nowNanos));
    } else {
      asker.via = via;
      asker.nonce = nonce;
      asker.keyId = keyId;
      asker.heardNanos = nowNanos;
    }
  }

  List<Asker> within(long nowNanos) {
    recent.values().removeIf(asker -> nowNanos - asker.heardNanos > MEMORY_NANOS);
    return List.copyOf(recent.values());
  }

  void forget(DatagramChannel via) {
    recent.values().removeIf(asker -> asker.via.equals(via));
  }
}
