package org.failovermon.dsl.live;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges when edits have come to rest. Pure: time is handed in. Not thread-safe.
 *
 * <p>A change is handed over when nothing has changed for the quiet time, and 2 s after the first
 * change at the latest. Three things take patience. A file that is gone is waited for for a second,
 * since editors and copies remove before they write; so is one that does not end with the end of a
 * line, since half of a file mostly does not. A file that goes on changing by itself is being
 * written, and is waited for for at most 30 s.
 */
final class Rest {
  private static final long LATEST = Duration.ofSeconds(2).toNanos();
  private static final long DOUBTFUL = Duration.ofSeconds(1).toNanos();
  private static final long WRITTEN = Duration.ofSeconds(30).toNanos();

  private final long quiet;
  private Sources delivered;
  private Sources seen;
  private boolean moving;
  private long began;
  private long changed;
  private final Set<String> touched = new HashSet<>();
  private boolean again;

  /**
   * Begins with what is known already.
   *
   * @param quiet how long nothing must change
   */
  Rest(Duration quiet, Sources first) {
    this.quiet = quiet.toNanos();
    this.delivered = first;
    this.seen = first;
  }

  /** Takes this as delivered, by another way. */
  void taken(Sources sources) {
    delivered = sources;
    seen = sources;
    end();
  }

  /** Takes a look, and gives what has come to rest and differs from what was given last. */
  Optional<Sources> look(Sources now, long nowNanos) {
    if (!now.sameAs(seen)) {
      if (!moving) {
        moving = true;
        began = nowNanos;
      }
      List<String> files = now.changedAgainst(seen);
      again = files.stream().anyMatch(touched::contains);
      touched.addAll(files);
      changed = nowNanos;
      seen = now;
    }
    if (!moving) {
      return Optional.empty();
    }
    boolean rests = nowNanos - changed >= (doubtful() ? Math.max(quiet, DOUBTFUL) : quiet);
    boolean late = nowNanos - began >= (again ? WRITTEN : LATEST);
    if (!rests && !late) {
      return Optional.empty();
    }
    end();
    if (seen.sameAs(delivered)) {
      return Optional.empty(); // an edit and its undoing
    }
    delivered = seen;
    return Optional.of(seen);
  }

  private boolean doubtful() {
    return seen.changedAgainst(delivered).stream()
        .map(path -> seen.files().get(path))
        .anyMatch(file -> file == null || !(file.text().isEmpty() || file.text().endsWith("\n")));
  }

  private void end() {
    moving = false;
    again = false;
    touched.clear();
  }

  /** Whether something has changed and has not come to rest. */
  boolean moving() {
    return moving;
  }
}
