package org.failovermon.app.show;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The one screen that tells an operator at three in the morning what happened, why, what ran, what
 * did not, and what to do next.
 */
public final class StatusScreen {
  /** Monitors that are well are counted, not listed, when there are more than this. */
  private static final int MOST_LISTED = 40;

  private final Ink ink;
  private final Lists lists;
  private final Times times;
  private final JsonNode status;
  private final List<String> lines = new ArrayList<>();

  private StatusScreen(JsonNode status, ZoneId zone, Ink ink) {
    this.status = status;
    this.ink = ink;
    this.lists = new Lists(zone, ink);
    this.times = new Times(zone);
  }

  /** The lines of the screen. */
  public static List<String> lines(JsonNode status, ZoneId zone, Ink ink) {
    StatusScreen screen = new StatusScreen(status, zone, ink);
    screen.head();
    screen.notices();
    screen.monitors();
    screen.runs();
    screen.lately();
    screen.next();
    return screen.lines;
  }

  private void head() {
    JsonNode daemon = status.path("daemon");
    lines.add(
        ink.heading("failovermon")
            + "  home "
            + status.path("home").asString("")
            + "  "
            + times.moment(status.path("at")));
    if (daemon.isObject()) {
      lines.add(
          "daemon "
              + ink.good("running")
              + " for "
              + Times.ago(daemon.path("since"), status.path("at"))
              + ", process "
              + daemon.path("pid").asString("")
              + ", heartbeats on UDP port "
              + daemon.path("port").asString(""));
    } else {
      lines.add(
          "daemon " + ink.bad("not running") + ": what follows is the last that was recorded");
    }
    lines.add(summary());
  }

  private String summary() {
    int up = 0;
    int bad = 0;
    int other = 0;
    int stopped = 0;
    for (JsonNode monitor : status.path("monitors")) {
      switch (monitor.path("verdict").asString("")) {
        case "up" -> up++;
        case "lost" -> bad++;
        case "stopped" -> stopped++;
        default -> other++;
      }
    }
    List<String> parts = new ArrayList<>();
    if (bad > 0) {
      parts.add(ink.bad(bad + " lost"));
    }
    if (other > 0) {
      parts.add(ink.doubtful(other + " in doubt"));
    }
    if (up > 0) {
      parts.add(ink.good(up + " up"));
    }
    if (stopped > 0) {
      parts.add(stopped + " stopped");
    }
    return "hosts  " + (parts.isEmpty() ? "none" : String.join(", ", parts));
  }

  private void notices() {
    for (JsonNode notice : status.path("notices")) {
      notice.asString("").lines().forEach(line -> lines.add(ink.bad("! ") + line));
    }
    for (JsonNode problem : status.path("script_problems")) {
      problem.asString("").lines().forEach(line -> lines.add(ink.bad("! ") + line));
    }
  }

  private void monitors() {
    if (status.path("monitors").isEmpty()) {
      return;
    }
    boolean all = status.path("monitors").size() <= MOST_LISTED;
    Table table = new Table("HOST", "VERDICT", "SINCE", "PATHS", "BECAUSE");
    int hidden = 0;
    for (JsonNode monitor : status.path("monitors")) {
      String verdict = monitor.path("verdict").asString("");
      if (!all && (verdict.equals("up") || verdict.equals("stopped"))) {
        hidden++;
        continue;
      }
      table.row(
          monitor.path("host").asString(""),
          verdict(monitor, verdict),
          times.moment(monitor.path("since")),
          pathsWell(monitor.path("paths")),
          monitor.path("because").asString(""));
    }
    lines.add("");
    if (!table.isEmpty()) {
      lines.addAll(table.lines());
    }
    if (hidden > 0) {
      lines.add(hidden + " more are up or stopped; see them all with failovermon list");
    }
  }

  private String verdict(JsonNode monitor, String verdict) {
    String shown =
        verdict.equals("missing") && monitor.path("misses").asInt(0) > 0
            ? "missing ("
                + monitor.path("misses").asString("")
                + " of "
                + (monitor.path("retries").asInt(0) + 1)
                + ")"
            : verdict;
    return switch (verdict) {
      case "up" -> ink.good(shown);
      case "lost" -> ink.bad(shown);
      case "stopped" -> shown;
      default -> ink.doubtful(shown);
    };
  }

  private String pathsWell(JsonNode paths) {
    if (!paths.isArray() || paths.isEmpty()) {
      return "-";
    }
    int well = 0;
    for (JsonNode path : paths) {
      boolean answers =
          path.path("last_answer_ago_s").isNumber() && path.path("trouble").asString("").isEmpty();
      well += answers ? 1 : 0;
    }
    String shown = well + " of " + paths.size();
    return well < paths.size() ? ink.doubtful(shown) : shown;
  }

  private void runs() {
    Map<Long, JsonNode> newestFirst = new TreeMap<>(Comparator.reverseOrder());
    for (String list : List.of("recent_runs", "failed_runs")) {
      status.path(list).forEach(run -> newestFirst.put(run.path("run").asLong(0), run));
    }
    if (newestFirst.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ink.heading("What ran"));
    lists.runs(newestFirst.values()).forEach(line -> lines.add("  " + line));
  }

  private void lately() {
    if (status.path("lately").isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ink.heading("What happened lately") + " (more: failovermon log)");
    lists.log(status.path("lately")).forEach(line -> lines.add("  " + line));
  }

  private void next() {
    lines.add("");
    if (status.path("next").isEmpty()) {
      lines.add(ink.good("Nothing needs you."));
      return;
    }
    lines.add(ink.heading("What to do next"));
    for (JsonNode piece : status.path("next")) {
      lines.add("  - " + piece.path("sentence").asString("").replace("\n", "\n    "));
      for (JsonNode command : piece.path("commands")) {
        lines.add("      " + command.asString(""));
      }
    }
  }
}
