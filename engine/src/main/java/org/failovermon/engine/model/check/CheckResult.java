package org.failovermon.engine.model.check;

import java.time.Duration;
import java.util.List;

/**
 * What one execution of a check found.
 *
 * @param status in the words of Nagios plugins
 * @param text one line for people, at most 1,000 characters, without control characters
 * @param figures performance data, at most 100
 * @param took how long it took
 */
public record CheckResult(Status status, String text, List<Figure> figures, Duration took) {
  private static final int MOST_TEXT = 1_000;
  private static final int MOST_FIGURES = 100;

  /** Bounds the text and the figures. */
  public CheckResult {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .limit(MOST_TEXT)
        .forEach(c -> plain.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    text = plain.toString().strip();
    figures = List.copyOf(figures.subList(0, Math.min(MOST_FIGURES, figures.size())));
  }

  /** A result without figures. */
  public static CheckResult of(Status status, String text, Duration took) {
    return new CheckResult(status, text, List.of(), took);
  }

  /** The four states of a Nagios plugin, which are its exit codes 0 to 3. */
  public enum Status {
    /** The service is well. */
    OK("ok"),
    /** The service works and somebody should look: counts as good. */
    WARNING("warning"),
    /** The service does not do what it should: counts as a failure. */
    CRITICAL("critical"),
    /**
     * The check itself could not be made (a plugin without its library, a name that we cannot
     * resolve for lack of a resolver): counts neither way, and is shown.
     */
    UNKNOWN("unknown");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** The status as people read it, in lower case. */
    public String word() {
      return word;
    }
  }

  /**
   * One figure of the performance data.
   *
   * @param label its name
   * @param value its value
   * @param unit unit of measure as plugins write it ({@code s ms % B c}), or empty
   */
  public record Figure(String label, double value, String unit) {}
}
