package org.failovermon.app.demo;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.show.Ink;
import org.failovermon.app.show.Table;

/** What was measured, each against its bound. Not thread-safe. */
final class Findings {
  private final List<Row> rows = new ArrayList<>();

  /**
   * One row of the table.
   *
   * @param what was measured
   * @param measured the figure
   * @param bound what it may be
   * @param ok whether it is
   */
  record Row(String what, String measured, String bound, boolean ok) {}

  void add(String what, String measured, String bound, boolean ok) {
    rows.add(new Row(what, measured, bound, ok));
  }

  /** Whether something was measured and all of it is well. */
  boolean ok() {
    return !rows.isEmpty() && rows.stream().allMatch(Row::ok);
  }

  /** The table, and the sentence under it. */
  List<String> lines(Ink ink) {
    Table table = new Table("WHAT WAS MEASURED", "FOUND", "BOUND", "");
    for (Row row : rows) {
      table.row(
          row.what(), row.measured(), row.bound(), row.ok() ? ink.good("ok") : ink.bad("not ok"));
    }
    List<String> lines = new ArrayList<>(table.lines());
    long bad = rows.stream().filter(row -> !row.ok()).count();
    lines.add("");
    lines.add(
        bad == 0
            ? ink.good("All " + rows.size() + " ok.")
            : ink.bad(bad + " of " + rows.size() + " not ok."));
    return lines;
  }
}
