package org.failovermon.app.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An aligned table for a terminal: a header, rows, two spaces between columns, nothing after the
 * last column. Not thread-safe.
 */
public final class Table {
  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these column headers. */
  public Table(String... headers) {
    this.headers = List.of(headers);
  }

  /**
   * Adds a row; it has as many cells as there are headers, and stays one line.
   *
   * @throws IllegalArgumentException when it has not
   */
  public Table row(String... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells under " + headers.size() + " headers");
    }
    rows.add(Arrays.stream(cells).map(cell -> cell.replace('\n', ' ').replace('\t', ' ')).toList());
    return this;
  }

  /** Whether it has no rows. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines of the table, the header first. */
  public List<String> lines() {
    int[] widths = new int[headers.size()];
    measure(widths, headers);
    rows.forEach(row -> measure(widths, row));
    List<String> lines = new ArrayList<>();
    lines.add(line(widths, headers));
    rows.forEach(row -> lines.add(line(widths, row)));
    return lines;
  }

  private static void measure(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], width(cells.get(i)));
    }
  }

  private static String line(int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths[i] - width(cell) + 2));
    }
    return line.toString().stripTrailing();
  }

  /** Columns that a text takes: escape sequences of {@link Ink} take none. */
  private static int width(String cell) {
    String plain = cell.indexOf('\u001b') < 0 ? cell : cell.replaceAll("\u001b\\[[0-9;]*m", "");
    return plain.codePointCount(0, plain.length());
  }
}
