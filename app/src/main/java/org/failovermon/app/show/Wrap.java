package org.failovermon.app.show;

import java.util.ArrayList;
import java.util.List;

/** Breaks texts into lines between words. */
final class Wrap {
  private Wrap() {}

  /**
   * The text in lines of at most so many characters, where its words allow that.
   *
   * @param first what stands before the first line; a word that is longer than a line stays whole
   * @param further what stands before the others
   */
  static List<String> at(int width, String first, String further, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.strip().split("\\s+", -1)) {
      if (!empty && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(further);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }

  /** Puts pieces one after the other onto as few lines as their order allows. */
  static List<String> pack(int width, String indent, List<String> pieces) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String piece : pieces) {
      if (!line.isEmpty() && line.length() + 3 + piece.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder();
      }
      line.append(line.isEmpty() ? indent : "   ").append(piece);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** The text, cut with an ellipsis where it is longer. */
  static String cut(int width, String text) {
    return text.length() <= width ? text : text.substring(0, Math.max(1, width - 1)) + "…";
  }
}
