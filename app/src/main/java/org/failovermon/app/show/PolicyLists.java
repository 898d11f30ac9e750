package org.failovermon.app.show;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What policies describe, and their versions, as lines of text. */
public final class PolicyLists {
  private final Times times;
  private final Ink ink;

  /** Writes times in this zone, with these colours. */
  public PolicyLists(ZoneId zone, Ink ink) {
    this.times = new Times(zone);
    this.ink = ink;
  }

  /** Maintenance windows. */
  public List<String> windows(JsonNode document) {
    Table table = new Table("MAINTENANCE", "STATE", "WHEN", "FOR", "ORIGIN");
    for (JsonNode window : document.path("maintenance")) {
      table.row(
          text(window, "name"), state(window), when(window), subjects(window), origin(window));
    }
    return table.isEmpty() ? List.of("there is no maintenance window") : table.lines();
  }

  private String state(JsonNode window) {
    if (!window.has("on")) {
      return "-";
    }
    if (window.path("on").asBoolean(false)) {
      return ink.doubtful("on") + " until " + times.moment(window.path("change"));
    }
    return window.path("change").isString()
        ? "next " + times.moment(window.path("change"))
        : "over";
  }

  private String when(JsonNode window) {
    if (window.has("cron")) {
      return "'"
          + text(window, "cron")
          + "' "
          + text(window, "zone")
          + " for "
          + Times.span(window.path("lasts_s"));
    }
    return window.has("from")
        ? times.moment(window.path("from")) + " to " + times.moment(window.path("to"))
        : "-";
  }

  String subjects(JsonNode window) {
    JsonNode subjects = window.path("subjects");
    return !subjects.isArray() ? "-" : subjects.isEmpty() ? "all" : joined(subjects, " ");
  }

  /** Service checks. */
  public List<String> checks(JsonNode document) {
    Table table = new Table("CHECK", "VERDICT", "SINCE", "LAST RESULT", "ORIGIN");
    for (JsonNode check : document.path("checks")) {
      table.row(
          text(check, "check"),
          verdict(check),
          times.moment(check.path("since")),
          result(check),
          origin(check));
    }
    return table.isEmpty() ? List.of("there is no check") : table.lines();
  }

  String verdict(JsonNode check) {
    String verdict = text(check, "verdict");
    String shown =
        switch (verdict) {
          case "ok" -> ink.good(verdict);
          case "failed", "recovering" -> ink.bad(verdict);
          default -> ink.doubtful(verdict);
        };
    return check.path("flapping").asBoolean(false) ? shown + ", flapping" : shown;
  }

  private static String result(JsonNode check) {
    JsonNode last = check.path("last");
    if (!last.isObject()) {
      return "-";
    }
    return text(last, "status")
        + " "
        + Times.span(last.path("ago_s"))
        + " ago: "
        + text(last, "text");
  }

  /** Rules. */
  public List<String> rules(JsonNode document) {
    Table table = new Table("RULE", "LAST ACTED", "ACTION", "DECIDED LAST", "ORIGIN");
    for (JsonNode rule : document.path("rules")) {
      table.row(
          text(rule, "rule"),
          times.moment(rule.path("last_acted")),
          text(rule, "action").isEmpty() ? "-" : text(rule, "action"),
          text(rule, "last_word").isEmpty() ? "-" : text(rule, "last_word"),
          origin(rule));
    }
    return table.isEmpty() ? List.of("there is no rule") : table.lines();
  }

  /** Versions of the policies. */
  public List<String> history(JsonNode document) {
    Table table = new Table("VERSION", "SINCE", "BY", "FILES", "BECAUSE");
    for (JsonNode version : document.path("versions")) {
      table.row(
          version.path("version").asString(""),
          times.moment(version.path("at")),
          text(version, "who"),
          files(version),
          text(version, "because"));
    }
    return table.isEmpty() ? List.of("no policies were ever in force") : table.lines();
  }

  private static String files(JsonNode version) {
    int changed = version.path("changed").size();
    int gone = version.path("gone").size();
    return changed + " changed" + (gone == 0 ? "" : ", " + gone + " gone");
  }

  /** A moment in the zone of the terminal. */
  public String moment(JsonNode instant) {
    return times.moment(instant);
  }

  static String origin(JsonNode json) {
    return json.path("origin").isString() ? text(json, "origin") : "command";
  }

  private static String joined(JsonNode texts, String between) {
    return StreamSupport.stream(texts.spliterator(), false)
        .map(text -> text.asString(""))
        .collect(Collectors.joining(between));
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  /** What the status screen says of policies that are not as their files are; one line each. */
  List<String> trouble(JsonNode policies) {
    List<String> lines = new ArrayList<>();
    JsonNode trouble = policies.path("trouble");
    if (trouble.isObject()) {
      lines.add(
          "policies: "
              + text(trouble, "sentence")
              + ", since "
              + times.moment(trouble.path("since"))
              + "; see failovermon policy check");
      for (JsonNode problem : trouble.path("problems")) {
        lines.add(problem.asString("").lines().findFirst().orElse(""));
      }
      int more = trouble.path("more").asInt(0);
      if (more > 0) {
        lines.add("and " + more + " more");
      }
    }
    JsonNode waiting = policies.path("waiting");
    if (!waiting.isEmpty()) {
      lines.add(
          "edits wait for failovermon policy apply: "
              + (waiting.size() > 5 ? waiting.size() + " files" : joined(waiting, ", ")));
    }
    return lines;
  }
}
