package org.failovermon.app.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A wall clock that can be stepped, for the daemon of one node alone. The monotonic clocks go on as
 * they are, and so does the clock of the machine.
 */
final class FalseClock {
  private final Path offset;

  private FalseClock(Path offset) {
    this.offset = offset;
  }

  /** Puts the daemon of a node under a clock of its own, from its next start on. */
  static FalseClock of(Node node) {
    FalseClock clock = new FalseClock(node.folder().resolve("clock"));
    clock.step(Duration.ZERO);
    node.under(
        List.of(
            "env",
            "LD_PRELOAD=" + Requirements.faketime(),
            "FAKETIME_TIMESTAMP_FILE=" + clock.offset,
            "FAKETIME_CACHE_DURATION=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            // Waits of a JVM are on the monotonic clock already; libfaketime's own way of making
            // them so wakes every thread again and again, and starves the process.
            "FAKETIME_FORCE_MONOTONIC_FIX=0",
            "NO_FAKE_STAT=1"));
    return clock;
  }

  /** From within a second on, the wall clock is off by so much. */
  void step(Duration off) {
    Node.write(offset, (off.isNegative() ? "-" : "+") + off.abs().toSeconds() + "\n");
  }
}
