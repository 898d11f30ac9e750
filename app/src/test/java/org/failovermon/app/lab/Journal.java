package org.failovermon.app.lab;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The journal of a node from a certain line on. */
final class Journal {
  private final Node node;
  private final long from;

  /** Begins after the newest line. */
  Journal(Node node) {
    this.node = node;
    long newest = 0;
    for (JsonNode line : node.ask("log", "-n", "1").path("log")) {
      newest = Math.max(newest, line.path("id").asLong(0));
    }
    this.from = newest;
  }

  /** The lines since then, oldest first. */
  List<JsonNode> lines() {
    List<JsonNode> lines = new ArrayList<>();
    for (JsonNode line : node.ask("log", "-n", "10000").path("log")) {
      if (line.path("id").asLong(0) > from) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** The changes of verdicts since then, as in "up → missing". */
  List<String> verdicts() {
    return lines().stream()
        .filter(line -> line.path("kind").asString("").equals("verdict"))
        .map(line -> line.path("change").asString(""))
        .filter(change -> !change.isEmpty())
        .toList();
  }

  /** How often a host was judged so since then. */
  long judged(String verdict) {
    return verdicts().stream().filter(change -> change.endsWith("→ " + verdict)).count();
  }

  /** Whether a line since then contains the text. */
  boolean says(String text) {
    return lines().stream().anyMatch(line -> line.path("text").asString("").contains(text));
  }
}
