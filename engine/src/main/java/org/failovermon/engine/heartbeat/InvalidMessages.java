package org.failovermon.engine.heartbeat;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.failovermon.engine.port.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts invalid messages and complains of them, at most once in ten seconds: a flood of them must
 * not become a flood of log lines. Used by one thread; the count may be read by any.
 */
final class InvalidMessages {
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final Logger log;
  private final Clock clock;
  private final AtomicLong count = new AtomicLong();
  private long unsaid;
  private long quietUntil;
  private boolean said;

  InvalidMessages(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  void complain(@Nullable SocketAddress from, String because) {
    count.incrementAndGet();
    long now = clock.nanos();
    if (said && now - quietUntil < 0) {
      unsaid++;
      return;
    }
    log.warn(
        "an invalid message was received from {}: {}{}",
        from,
        because,
        unsaid == 0 ? "" : " (and " + unsaid + " more since the last complaint)");
    said = true;
    unsaid = 0;
    quietUntil = now + QUIET_NANOS;
  }

  long count() {
    return count.get();
  }
}
