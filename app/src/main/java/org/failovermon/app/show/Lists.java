package org.failovermon.app.show;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.Durations;
import tools.jackson.databind.JsonNode;

/** Documents with lists as lines of text: aligned tables, and the man page's bare form. */
public final class Lists {
  private final Times times;
  private final Ink ink;

  /** Writes times in this zone, with these colours. */
  public Lists(ZoneId zone, Ink ink) {
    this.times = new Times(zone);
    this.ink = ink;
  }

  /** {@code list -v}: aligned columns with headers (SEEDS §1). */
  public List<String> monitors(JsonNode document) {
    boolean policies = anyOfAFile(document.path("monitors"));
    List<String> headers =
        List.of(
            "HOST", "MONITOR", "AT REBOOT", "INTERVAL", "RETRIES", "LOST-PULSE", "REGAIN-PULSE");
    Table table = new Table(withOrigin(headers, policies, "ORIGIN"));
    for (JsonNode monitor : document.path("monitors")) {
      List<String> cells =
          List.of(
              text(monitor, "host"),
              running(monitor),
              flag(monitor, "start_at_reboot") ? "yes" : "no",
              Times.span(monitor.path("interval_s")),
              monitor.path("retries").asString(""),
              text(monitor, "lost_pulse"),
              text(monitor, "regain_pulse"));
      table.row(withOrigin(cells, policies, PolicyLists.origin(monitor)));
    }
    return table.lines();
  }

  /**
   * {@code list -q}: one entry a line, fields separated by one space (SEEDS §1): host, running or
   * stopped, boot or noboot, interval in decimal seconds, retries, lost-pulse, regain-pulse.
   */
  public List<String> bareMonitors(JsonNode document) {
    List<String> lines = new ArrayList<>();
    for (JsonNode monitor : document.path("monitors")) {
      lines.add(
          String.join(
              " ",
              text(monitor, "host"),
              running(monitor),
              flag(monitor, "start_at_reboot") ? "boot" : "noboot",
              Durations.seconds(Times.duration(monitor.path("interval_s"))),
              monitor.path("retries").asString(""),
              text(monitor, "lost_pulse"),
              text(monitor, "regain_pulse")));
    }
    return lines;
  }

  /** Paths, with how they do if a daemon knows. */
  public List<String> paths(JsonNode document) {
    Table table = new Table("HOST", "PATH", "PORT", "LAST ANSWER", "ROUND TRIP", "TROUBLE");
    for (JsonNode path : document.path("paths")) {
      table.row(
          text(path, "host"),
          text(path, "address") + (flag(path, "own_name") ? " (own name)" : ""),
          path.path("port").asString(""),
          path.path("last_answer_ago_s").isNumber()
              ? Times.span(path.path("last_answer_ago_s")) + " ago"
              : "-",
          Times.span(path.path("round_trip_s")),
          text(path, "trouble").isEmpty() ? "-" : ink.bad(text(path, "trouble")));
    }
    return table.lines();
  }

  /** The daemon itself, one fact a line. */
  public List<String> daemon(JsonNode document) {
    return document.path("daemon").properties().stream()
        .map(fact -> String.format("%-20s %s", label(fact.getKey()), fact(fact)))
        .toList();
  }

  private static String label(String key) {
    return key.equals("pid") ? "process" : key.replace('_', ' ');
  }

  private String fact(Map.Entry<String, JsonNode> fact) {
    JsonNode value = fact.getValue();
    if (fact.getKey().equals("since")) {
      return times.moment(value);
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(element.asString("")));
      return elements.isEmpty() ? "none" : String.join(", ", elements);
    }
    return value.isBoolean() ? value.booleanValue() ? "yes" : "no" : value.asString("-");
  }

  /** Jobs. */
  public List<String> jobs(JsonNode document) {
    boolean policies = anyOfAFile(document.path("jobs"));
    Table table = new Table(withOrigin(List.of("JOB", "CRON", "ZONE", "DOES"), policies, "ORIGIN"));
    for (JsonNode job : document.path("jobs")) {
      List<String> cells =
          List.of(
              text(job, "name"),
              text(job, "cron"),
              text(job, "zone"),
              job.has("script")
                  ? "runs " + text(job, "script")
                  : "sets the interval of "
                      + text(job, "host")
                      + " to "
                      + Times.span(job.path("interval_s")));
      table.row(withOrigin(cells, policies, PolicyLists.origin(job)));
    }
    return table.lines();
  }

  /** Where something comes from is shown only where there are policies at all. */
  private static boolean anyOfAFile(JsonNode entries) {
    for (JsonNode entry : entries) {
      if (entry.path("origin").isString()) {
        return true;
      }
    }
    return false;
  }

  private static String[] withOrigin(List<String> cells, boolean policies, String origin) {
    List<String> all = new ArrayList<>(cells);
    if (policies) {
      all.add(origin);
    }
    return all.toArray(String[]::new);
  }

  /** Outages, newest first. */
  public List<String> outages(JsonNode document) {
    Table table = new Table("OUTAGE", "HOST", "LOST", "BACK", "LASTED", "BECAUSE");
    for (JsonNode outage : document.path("outages")) {
      boolean open = !outage.path("ended_at").isString();
      table.row(
          outage.path("outage").asString(""),
          text(outage, "host"),
          times.moment(outage.path("lost_at")),
          open ? ink.bad("not yet") : times.moment(outage.path("ended_at")),
          Times.took(outage.path("lost_at"), outage.path("ended_at")),
          text(outage, "because"));
    }
    return table.lines();
  }

  /** How the heartbeats of a host went; pieces before the first beat are left out. */
  public List<String> history(JsonNode document) {
    Table table = new Table("FROM", "ANSWERED", "MISSED", "ROUND TRIP", "P99", "LONGEST");
    boolean begun = false;
    for (JsonNode piece : document.path("history")) {
      long missed = piece.path("missed").asLong(0);
      begun |= missed + piece.path("answered").asLong(0) > 0;
      if (begun) {
        table.row(
            times.moment(piece.path("from")),
            piece.path("answered").asString(""),
            missed > 0 ? ink.bad(Long.toString(missed)) : "0",
            Times.span(piece.path("round_trip_p50_s")),
            Times.span(piece.path("round_trip_p99_s")),
            Times.span(piece.path("round_trip_max_s")));
      }
    }
    return begun ? table.lines() : List.of();
  }

  /** Runs, newest first. */
  public List<String> runs(Iterable<JsonNode> runs) {
    Table table = new Table("RUN", "KIND", "OF", "SCRIPT", "STATUS", "REQUESTED", "TOOK", "RESULT");
    for (JsonNode run : runs) {
      table.row(
          run.path("run").asString(""),
          text(run, "kind"),
          text(run, "subject"),
          text(run, "script"),
          status(text(run, "status")),
          times.moment(run.path("requested_at")),
          Times.took(run.path("started_at"), run.path("ended_at")),
          text(run, "result").isEmpty() ? "-" : firstLine(text(run, "result")));
    }
    return table.lines();
  }

  /** Runs on a narrow screen: without what the rest of the screen says. */
  List<String> briefRuns(Iterable<JsonNode> runs) {
    Table table = new Table("RUN", "KIND", "OF", "SCRIPT", "STATUS", "AT", "TOOK");
    for (JsonNode run : runs) {
      table.row(
          run.path("run").asString(""),
          text(run, "kind"),
          text(run, "subject"),
          text(run, "script"),
          status(text(run, "status")),
          times.clock(run.path("requested_at")),
          Times.took(run.path("started_at"), run.path("ended_at")));
    }
    return table.lines();
  }

  /** Lines of the journal, oldest first. */
  public List<String> log(JsonNode entries) {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : entries) {
      StringBuilder line = new StringBuilder(times.moment(entry.path("at")));
      line.append("  ").append(text(entry, "subject")).append(": ");
      String change = text(entry, "change");
      if (!change.isEmpty()) {
        line.append(change(change)).append(": ");
      }
      line.append(text(entry, "text"));
      if (text(entry, "kind").equals("operator")) {
        line.append(", by ").append(text(entry, "who"));
      }
      // A further line of a text must not look like an entry of its own.
      lines.add(line.toString().replace("\n", "\n    "));
    }
    return lines;
  }

  /** One run with what it printed. */
  public List<String> run(JsonNode document) {
    JsonNode run = document.path("run");
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.heading(
            "Run "
                + run.path("run").asString("")
                + ": "
                + text(run, "kind")
                + " "
                + text(run, "script")
                + " of "
                + text(run, "subject")));
    lines.add("  status     " + status(text(run, "status")));
    lines.add("  because    " + text(run, "reason").replace("\n", "\n             "));
    lines.add("  requested  " + times.moment(run.path("requested_at")));
    lines.add("  started    " + times.moment(run.path("started_at")));
    lines.add(
        "  ended      "
            + times.moment(run.path("ended_at"))
            + (run.path("ended_at").isString() && run.path("started_at").isString()
                ? ", after " + Times.took(run.path("started_at"), run.path("ended_at"))
                : ""));
    if (run.path("exit_code").isNumber()) {
      lines.add("  exit code  " + run.path("exit_code").asString(""));
    }
    if (!text(run, "result").isEmpty()) {
      lines.add("  result     " + text(run, "result").replace("\n", "\n             "));
    }
    if (run.path("program_pid").isNumber()) {
      String pid = run.path("program_pid").asString("");
      lines.add(
          "  program    process "
              + pid
              + " still runs; to end it with all that it started: kill -- -"
              + pid);
    }
    if (run.path("retry_of").isNumber()) {
      lines.add("  retry of   run " + run.path("retry_of").asString(""));
    }
    lines.add("");
    String output = document.path("output").asString("");
    boolean known = document.path("output_known").asBoolean(true);
    lines.add(ink.heading(printed(text(run, "status"), known, output.isEmpty())));
    output.lines().map(line -> "  " + line).forEach(lines::add);
    return lines;
  }

  /** What is known of the output: nothing is claimed that is not known. */
  private static String printed(String status, boolean known, boolean nothing) {
    return switch (status) {
      case "queued" -> "It has not started.";
      case "skipped" -> "It never started.";
      case "running" -> nothing ? "It has printed nothing so far." : "What it has printed so far:";
      default ->
          !known
              ? "What it printed is not known."
              : nothing
                  ? "It printed nothing."
                  : status.equals("unknown")
                      ? "What it had printed when failovermon ended:"
                      : "What it printed:";
    };
  }

  String status(String status) {
    return switch (status) {
      case "unknown", "failed", "timed out" -> ink.bad(status);
      case "succeeded" -> ink.good(status);
      case "queued", "running" -> ink.doubtful(status);
      default -> status;
    };
  }

  private String change(String change) {
    return change.endsWith("lost") ? ink.bad(change) : change;
  }

  private static String running(JsonNode monitor) {
    return flag(monitor, "running") ? "running" : "stopped";
  }

  private static boolean flag(JsonNode json, String name) {
    return json.path(name).asBoolean(false);
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
