package org.failovermon.app.demo;

import java.time.Duration;
import java.util.Locale;

/** Writes the durations of a demo: seconds with two decimals, as in {@code 1.45 s}. */
final class Spans {
  private Spans() {}

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
  }

  /** With one decimal, for what is only looked at. */
  static String roughly(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }

  /** A round trip. */
  static String milliseconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}
