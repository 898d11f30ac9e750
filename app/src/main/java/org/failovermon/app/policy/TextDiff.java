package org.failovermon.app.policy;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Differences of files as unified diffs. Pure. */
public final class TextDiff {
  private static final int CONTEXT = 3;
  private static final int MOST_LINES = 20_000;

  private TextDiff() {}

  /**
   * One file that differs.
   *
   * @param path the file
   * @param change "new", "gone" or "changed"
   * @param lines the unified diff, with its two head lines
   */
  public record FileDiff(String path, String change, List<String> lines) {}

  /**
   * The files that differ, by path.
   *
   * @param before texts by path
   * @param beforeName what the state before is called in the head lines: "version 3"
   * @param after texts by path
   * @param afterName what the state after is called: "on disk"
   */
  public static List<FileDiff> between(
      Map<String, String> before, String beforeName, Map<String, String> after, String afterName) {
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    List<FileDiff> diffs = new ArrayList<>();
    for (String path : paths) {
      String old = before.get(path);
      String now = after.get(path);
      if (old == null) {
        diffs.add(diff(path, "new", "", "/dev/null", now == null ? "" : now, afterName));
      } else if (now == null) {
        diffs.add(diff(path, "gone", old, beforeName, "", "/dev/null"));
      } else if (!old.equals(now)) {
        diffs.add(diff(path, "changed", old, beforeName, now, afterName));
      }
    }
    return diffs;
  }

  private static FileDiff diff(
      String path, String change, String old, String oldName, String now, String nowName) {
    List<String> before = old.lines().toList();
    List<String> after = now.lines().toList();
    String head = head(path, oldName);
    String tail = head(path, nowName);
    if (before.size() + after.size() > MOST_LINES) {
      return new FileDiff(
          path, change, List.of("--- " + head, "+++ " + tail, "(too large to be compared here)"));
    }
    Patch<String> patch = DiffUtils.diff(before, after);
    List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(head, tail, before, patch, CONTEXT);
    return new FileDiff(
        path,
        change,
        lines.isEmpty()
            ? List.of("--- " + head, "+++ " + tail, "(only the ends of lines differ)")
            : List.copyOf(lines));
  }

  private static String head(String path, String name) {
    return name.startsWith("/") ? name : path + "\t" + name;
  }
}
