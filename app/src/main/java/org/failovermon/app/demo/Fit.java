package org.failovermon.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes text fit into columns; escape sequences of colours take none. */
final class Fit {
  private static final char ESCAPE = '\u001b';

  /** Commands are indented so far. */
  private static final int COMMAND = 4;

  private static final String END = ESCAPE + "[0m";

  /** Where a line may end: a space, and not the one between a number and its unit. */
  private static final Pattern BREAK = Pattern.compile("(?<!\\d) | (?!(?:ms|s|min|h)\\b)");

  private Fit() {}

  /** Columns that a text takes. */
  static int width(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == ESCAPE) {
        i = endOfEscape(text, i);
      } else if (!Character.isLowSurrogate(text.charAt(i))) {
        columns++;
      }
    }
    return columns;
  }

  /** The text, cut to so many columns; what was cut is shown by an ellipsis. */
  static String to(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder cut = new StringBuilder();
    int taken = 0;
    boolean coloured = false;
    for (int i = 0; i < text.length() && taken < columns - 1; i++) {
      if (text.charAt(i) == ESCAPE) {
        int end = endOfEscape(text, i);
        cut.append(text, i, Math.min(end + 1, text.length()));
        coloured = true;
        i = end;
      } else {
        cut.append(text.charAt(i));
        taken += Character.isLowSurrogate(text.charAt(i)) ? 0 : 1;
      }
    }
    return cut + (coloured ? END : "") + (columns > 0 ? "…" : "");
  }

  /** The text with spaces up to so many columns, cut if it is longer. */
  static String pad(String text, int columns) {
    String fitting = to(text, columns);
    return fitting + " ".repeat(columns - width(fitting));
  }

  /** The text in lines of at most so many columns, broken between words. */
  static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : BREAK.split(text, -1)) {
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /**
   * A line of prose in as many as it takes, each begun as the line is; a line with columns or a
   * command, which is to be copied as it is, stays one.
   */
  static List<String> fold(String line, int columns) {
    String text = line.stripLeading();
    String indent = line.substring(0, line.length() - text.length());
    return indent.length() >= COMMAND || text.contains("  ")
        ? List.of(line)
        : wrap(text, Math.max(10, columns - indent.length())).stream().map(indent::concat).toList();
  }

  private static int endOfEscape(String text, int start) {
    int end = text.indexOf('m', start);
    return end < 0 ? text.length() - 1 : end;
  }
}
