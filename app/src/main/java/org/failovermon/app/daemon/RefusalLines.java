package org.failovermon.app.daemon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.failovermon.engine.port.Clock;

/**
 * The lines of the journal about requests that were refused: one a minute for each user, however
 * often they ask, since anybody can ask and the journal is kept. Thread-safe.
 */
final class RefusalLines {
  private static final long PACE_NANOS = Duration.ofMinutes(1).toNanos();

  /** Users that are remembered; the one who has waited longest makes room. */
  private static final int MOST_USERS = 256;

  private final Clock clock;
  private final Map<String, Told> told = new LinkedHashMap<>();

  /** When a user was last written of, and how often they were refused since. */
  private record Told(long atNanos, long since) {}

  RefusalLines(Clock clock) {
    this.clock = clock;
  }

  /** What to write of this refusal, or nothing when the user was written of within a minute. */
  synchronized Optional<String> line(String who, String what) {
    long now = clock.nanos();
    Told before = told.get(who);
    if (before != null && now - before.atNanos() < PACE_NANOS) {
      told.put(who, new Told(before.atNanos(), before.since() + 1));
      return Optional.empty();
    }
    told.remove(who);
    told.put(who, new Told(now, 0));
    if (told.size() > MOST_USERS) {
      told.remove(told.keySet().iterator().next());
    }
    return Optional.of(
        "refused for lack of rights: "
            + what
            + (before == null || before.since() == 0
                ? ""
                : "; refused " + before.since() + " times more since the line before"));
  }
}
