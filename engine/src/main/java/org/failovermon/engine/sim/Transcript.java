package org.failovermon.engine.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What happened in a world, for people: one line for each thing that matters, with the virtual
 * time, who, and what. The same seed and scenario give the same text. Not thread-safe.
 */
public final class Transcript {
  private final List<String> lines = new ArrayList<>();

  void line(long nanos, String who, String what) {
    lines.add(
        String.format(Locale.ROOT, "%11s s  %-9s %s", seconds(nanos), who, what).stripTrailing());
  }

  private static String seconds(long nanos) {
    long millis = Math.floorDiv(nanos, 1_000_000L);
    return millis / 1_000 + "." + String.format(Locale.ROOT, "%03d", millis % 1_000);
  }

  /** The lines so far, read-only. */
  public List<String> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** The text: a line feed after each line. */
  @Override
  public String toString() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
