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
  /**
   * Where there are more monitors than this, those that are well are counted and not listed, and no
   * more than this of the others are.
   */
  private static final int MOST_LISTED = 40;

  private final Ink ink;
  private final Lists lists;
  private final PolicyLists policies;
  private final Times times;
  private final JsonNode status;
  private final List<String> lines = new ArrayList<>();

  private final int width;
  private final int rows;

  private StatusScreen(JsonNode status, ZoneId zone, Ink ink, int width, int rows) {
    this.width = width;
    this.rows = rows;
    this.status = status;
    this.ink = ink;
    this.lists = new Lists(zone, ink);
    this.policies = new PolicyLists(zone, ink);
    this.times = new Times(zone);
  }

  /** The lines of the screen, as long as they are: for a file or a pipe. */
  public static List<String> lines(JsonNode status, ZoneId zone, Ink ink) {
    return lines(status, zone, ink, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * The lines of the screen on a terminal.
   *
   * @param width columns of the terminal; texts are wrapped there
   * @param rows its rows; what happened lately takes what the rest leaves of them
   */
  public static List<String> lines(JsonNode status, ZoneId zone, Ink ink, int width, int rows) {
    StatusScreen screen = new StatusScreen(status, zone, ink, width, rows);
    screen.head();
    screen.notices();
    screen.monitors();
    screen.checks();
    screen.runs();
    int before = screen.lines.size();
    screen.next();
    List<String> next = List.copyOf(screen.lines.subList(before, screen.lines.size()));
    screen.lines.subList(before, screen.lines.size()).clear();
    screen.lately(next.size());
    screen.lines.addAll(next);
    return screen.lines;
  }

  private boolean narrow() {
    return width != Integer.MAX_VALUE;
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
          "daemon "
              + ink.bad(
                  status.path("daemon_silent").asBoolean(false) ? "does not answer" : "not running")
              + ": what follows is the last that was recorded");
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
      notice.asString("").lines().forEach(this::loud);
    }
    for (JsonNode problem : status.path("script_problems")) {
      problem.asString("").lines().forEach(this::loud);
    }
    policies.trouble(status.path("policies")).forEach(this::loud);
    for (JsonNode window : status.path("maintenance")) {
      if (window.path("on").asBoolean(false)) {
        loud(
            "maintenance "
                + window.path("name").asString("")
                + " is on until "
                + times.moment(window.path("change"))
                + ": nothing runs for "
                + policies.subjects(window));
      }
    }
  }

  private void loud(String text) {
    List<String> wrapped = Wrap.at(width, "  ", "  ", text);
    for (int i = 0; i < wrapped.size(); i++) {
      lines.add(i == 0 ? ink.bad("! ") + wrapped.getFirst().substring(2) : wrapped.get(i));
    }
  }

  private void monitors() {
    if (status.path("monitors").isEmpty()) {
      return;
    }
    boolean all = status.path("monitors").size() <= MOST_LISTED;
    Table table =
        narrow()
            ? new Table("HOST", "VERDICT", "SINCE", "PATHS")
            : new Table("HOST", "VERDICT", "SINCE", "PATHS", "BECAUSE");
    List<String> reasons = new ArrayList<>();
    int well = 0;
    List<JsonNode> listed = new ArrayList<>();
    for (JsonNode monitor : status.path("monitors")) {
      String verdict = monitor.path("verdict").asString("");
      if (!all && (verdict.equals("up") || verdict.equals("stopped"))) {
        well++;
      } else {
        listed.add(monitor);
      }
    }
    int doubtful = Math.max(0, listed.size() - MOST_LISTED);
    if (doubtful > 0) { // the sort is stable: hosts stay in order
      listed.sort(
          Comparator.comparing(monitor -> !monitor.path("verdict").asString("").equals("lost")));
      listed = listed.subList(0, MOST_LISTED);
    }
    for (JsonNode monitor : listed) {
      String verdict = monitor.path("verdict").asString("");
      List<String> cells =
          new ArrayList<>(
              List.of(
                  monitor.path("host").asString(""),
                  verdict(monitor, verdict),
                  times.moment(monitor.path("since")),
                  pathsWell(monitor.path("paths"))));
      String because = monitor.path("because").asString("");
      reasons.add(because);
      if (!narrow()) {
        cells.add(because);
      }
      table.row(cells.toArray(String[]::new));
    }
    lines.add("");
    if (!table.isEmpty()) {
      List<String> shown = table.lines();
      lines.add(shown.getFirst());
      for (int i = 1; i < shown.size(); i++) {
        lines.add(shown.get(i));
        if (narrow()) {
          lines.addAll(Wrap.at(width, "  ", "  ", reasons.get(i - 1)));
        }
      }
    }
    if (doubtful > 0) {
      lines.add(doubtful + " more are lost or in doubt; see them all with failovermon list");
    }
    if (well > 0) {
      lines.add(well + " more are up or stopped; see them all with failovermon list");
    }
  }

  /** Checks that are not well; the others are counted. */
  private void checks() {
    JsonNode checks = status.path("checks");
    if (checks.isEmpty()) {
      return;
    }
    Table table = new Table("CHECK", "VERDICT", "SINCE", "BECAUSE");
    int well = 0;
    for (JsonNode check : checks) {
      boolean flapping = check.path("flapping").asBoolean(false);
      if (check.path("verdict").asString("").equals("ok") && !flapping) {
        well++;
        continue;
      }
      table.row(
          check.path("check").asString(""),
          policies.verdict(check),
          times.moment(check.path("since")),
          because(check));
    }
    lines.add("");
    if (!table.isEmpty()) {
      lines.addAll(table.lines());
    }
    lines.add(
        well + " of " + checks.size() + " checks are ok; see them all with failovermon check list");
  }

  /** Why a check has its verdict; one that was never well has no other reason than its results. */
  private static String because(JsonNode check) {
    JsonNode last = check.path("last");
    return check.path("verdict").asString("").equals("unknown") && last.isObject()
        ? "never well yet; last: "
            + last.path("status").asString("")
            + ", "
            + last.path("text").asString("")
        : check.path("because").asString("");
  }

  private String verdict(JsonNode monitor, String verdict) {
    String shown =
        verdict.equals("missing") && monitor.path("misses").asInt(0) > 0
            ? "missing ("
                + monitor.path("misses").asString("")
                + " of "
                + (monitor.path("retries").asInt(0) + 1)
                + ")"
            : verdict + until(monitor);
    return switch (verdict) {
      case "up" -> ink.good(shown);
      case "lost" -> ink.bad(shown);
      case "stopped" -> shown;
      default -> ink.doubtful(shown);
    };
  }

  /** When a verdict that waits is reached at the earliest. */
  private String until(JsonNode monitor) {
    return monitor.path("waits_until").isString()
        ? " until " + times.clock(monitor.path("waits_until"))
        : "";
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
    // What is open may not be recorded yet, where the disk is full.
    for (String list : List.of("open_runs", "recent_runs", "failed_runs")) {
      status.path(list).forEach(run -> newestFirst.put(run.path("run").asLong(0), run));
    }
    if (newestFirst.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ink.heading("What ran"));
    if (narrow()) {
      lists.briefRuns(newestFirst.values()).forEach(line -> lines.add("  " + line));
    } else {
      lists.runs(newestFirst.values()).forEach(line -> lines.add("  " + line));
    }
  }

  private void lately(int rowsAfter) {
    List<String> log = lists.log(status.path("lately"));
    // Two for the heading, one for the prompt that follows.
    int room = rows == Integer.MAX_VALUE ? log.size() : rows - lines.size() - rowsAfter - 3;
    int shown = Math.min(log.size(), room);
    if (shown <= 0) {
      return;
    }
    lines.add("");
    lines.add(ink.heading("What happened lately") + " (more: failovermon log)");
    log.subList(log.size() - shown, log.size())
        .forEach(line -> lines.add("  " + (narrow() ? Wrap.cut(width - 2, line) : line)));
  }

  private void next() {
    lines.add("");
    if (status.path("next").isEmpty()) {
      lines.add(ink.good("Nothing needs you."));
      return;
    }
    lines.add(ink.heading("What to do next"));
    for (JsonNode piece : status.path("next")) {
      for (String sentence : piece.path("sentence").asString("").split("\n", -1)) {
        boolean first = sentence.equals(piece.path("sentence").asString("").split("\n", 2)[0]);
        lines.addAll(Wrap.at(width, first ? "  - " : "    ", "    ", sentence));
      }
      List<String> commands = new ArrayList<>();
      piece.path("commands").forEach(command -> commands.add(command.asString("")));
      if (narrow()) {
        lines.addAll(Wrap.pack(width, "    ", commands));
      } else {
        commands.forEach(command -> lines.add("      " + command));
      }
    }
  }
}
