package org.failovermon.dsl.compile;

import java.util.Comparator;

/**
 * One thing that is wrong in a source.
 *
 * @param file the path of the source
 * @param line from 1
 * @param column from 1
 * @param message what failed, the value, the rule and the remedy, without the place
 * @param sourceLine the line as it stands in the file, or empty when there is none
 */
public record Problem(String file, int line, int column, String message, String sourceLine)
    implements Comparable<Problem> {
  private static final int MOST_SHOWN = 200;
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  /** A problem of a place in a text. */
  public static Problem at(SourceFile source, int line, int column, String message) {
    return new Problem(
        source.path(),
        line,
        column,
        message,
        source.text().lines().skip(line - 1L).findFirst().orElse(""));
  }

  /** The place and the message: "policies/mail.groovy:12:5: every …". */
  public String sentence() {
    return file + ":" + line + ":" + column + ": " + message;
  }

  /** The sentence, and below it the source line with a caret below the column. */
  public String text() {
    if (sourceLine.isBlank()) {
      return sentence();
    }
    String source = sourceLine.replace('\t', ' ');
    int from = 0;
    if (source.length() > MOST_SHOWN) {
      from = Math.max(0, Math.min(column - MOST_SHOWN / 2, source.length() - MOST_SHOWN));
      source = source.substring(from, from + MOST_SHOWN);
    }
    int caret = Math.max(1, Math.min(column - from, source.length() + 1));
    return sentence() + "\n    " + source.stripTrailing() + "\n    " + " ".repeat(caret - 1) + "^";
  }

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }
}
