package org.failovermon.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened, line by line: the demo's own deeds and beta's journal. Bounded. Thread-safe. */
final class Feed {
  private static final int MOST = 200;

  private final Deque<Line> lines = new ArrayDeque<>();
  private final long begun = System.nanoTime();
  private final Instant begunAt = Instant.now();

  /**
   * One line.
   *
   * @param at since the demo began
   * @param source who says it: {@code demo}, {@code $} for a command, or a host
   * @param text the sentence
   */
  record Line(Duration at, String source, String text) {}

  /** Appends a line about now and returns it. */
  Line add(String source, String text) {
    return add(elapsed(), source, text);
  }

  /** Appends a line about a moment that may be a little ago and returns it. */
  Line add(Instant at, String source, String text) {
    Duration since = Duration.between(begunAt, at);
    return add(since.isNegative() ? Duration.ZERO : since, source, text);
  }

  private synchronized Line add(Duration at, String source, String text) {
    Line line = new Line(at, source, text);
    lines.addLast(line);
    if (lines.size() > MOST) {
      lines.removeFirst();
    }
    return line;
  }

  /** The newest lines, oldest first. */
  synchronized List<Line> tail(int count) {
    return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
  }

  /** Time since the demo began. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
