package org.failovermon.engine.probe;

import java.util.List;
import java.util.Locale;
import org.failovermon.engine.model.check.CheckResult.Figure;
import org.failovermon.engine.model.check.CheckResult.Status;

/**
 * What a probe found, before it is made fit to be shown.
 *
 * @param status in the words of Nagios plugins
 * @param text what to tell the operator
 * @param figures performance data
 */
record Finding(Status status, String text, List<Figure> figures) {
  /** The service is well. */
  static Finding ok(String text, Figure... figures) {
    return new Finding(Status.OK, text, List.of(figures));
  }

  /** The service does not do what it should. */
  static Finding critical(String text, Figure... figures) {
    return new Finding(Status.CRITICAL, text, List.of(figures));
  }

  /** The check could not be made. */
  static Finding unknown(String text) {
    return new Finding(Status.UNKNOWN, text, List.of());
  }

  /** A time in seconds, as plugins write it. */
  static Figure seconds(String label, long nanos) {
    return new Figure(label, Math.round(nanos / 1_000.0) / 1_000_000.0, "s");
  }

  /** A time for people: "0.4 ms", "12 ms", "3.2 s". */
  static String time(long nanos) {
    double millis = nanos / 1_000_000.0;
    if (millis < 10) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    return millis < 1_000
        ? String.format(Locale.ROOT, "%.0f ms", millis)
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000);
  }
}
