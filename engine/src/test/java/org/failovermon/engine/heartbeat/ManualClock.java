package org.failovermon.engine.heartbeat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.failovermon.engine.port.Clock;

/** A clock that the test moves. Its wall time is far off, since nothing here may depend on it. */
final class ManualClock implements Clock {
  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

  void advanceMillis(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant wall() {
    return Instant.EPOCH;
  }
}
