package org.failovermon.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** A table as text that is also Markdown. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(header);
  }

  void row(String first, String[] rest) {
    String[] row = new String[rest.length + 1];
    row[0] = first;
    System.arraycopy(rest, 0, row, 1, rest.length);
    rows.add(row);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  /** Prints it, with the command and how busy the machine is: figures of a busy one are worse. */
  void print(String title, String command) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    StringBuilder text = new StringBuilder("\n## " + title + "\n\n`" + command + "`");
    text.append(String.format(" (%d cores, load average %.1f)%n%n", cores, load));
    for (int line = 0; line < rows.size(); line++) {
      text.append(line(rows.get(line), widths, ' '));
      if (line == 0) {
        String[] rule = new String[widths.length];
        java.util.Arrays.fill(rule, "");
        text.append(line(rule, widths, '-'));
      }
    }
    System.out.println(text);
  }

  private static String line(String[] cells, int[] widths, char fill) {
    StringBuilder line = new StringBuilder("|");
    for (int column = 0; column < cells.length; column++) {
      line.append(fill).append(cells[column]);
      line.append(String.valueOf(fill).repeat(widths[column] - cells[column].length() + 1));
      line.append('|');
    }
    return line.append('\n').toString();
  }
}
