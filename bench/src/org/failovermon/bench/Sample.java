package org.failovermon.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured values of one kind, in nanoseconds, and what is printed of them. */
final class Sample {
  private final List<Long> nanos = new ArrayList<>();

  void add(long value) {
    nanos.add(value);
  }

  long last() {
    return nanos.getLast();
  }

  long median() {
    return percentile(50);
  }

  /** The smallest value that is not below the given share of all (nearest rank). */
  long percentile(double percent) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  long max() {
    return Collections.max(nanos);
  }

  /** Median, p99, worst and count, in milliseconds, as cells of a table. */
  String[] cells() {
    if (nanos.isEmpty()) {
      return new String[] {"-", "-", "-", "0"};
    }
    return new String[] {
      ms(median()), ms(percentile(99)), ms(max()), Integer.toString(nanos.size())
    };
  }

  static String ms(long nanos) {
    double value = nanos / 1e6;
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
