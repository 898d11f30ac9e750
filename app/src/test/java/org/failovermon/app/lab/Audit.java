package org.failovermon.app.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What must be true after every test, whatever it did. */
final class Audit {
  private static final Set<String> AFTER_START =
      Set.of("running", "succeeded", "failed", "timed out", "unknown", "dismissed");

  private final Node node;
  private final Map<Long, JsonNode> runs = new HashMap<>();
  private final List<Scripts.Line> trace;

  private Audit(Node node) {
    this.node = node;
    this.trace = Scripts.trace(node);
    for (JsonNode run : node.ask("runs", "-n", "10000").path("runs")) {
      runs.put(run.path("run").asLong(0), run);
    }
  }

  /**
   * Stops the daemons and examines every installation.
   *
   * @throws AssertionError when a rule is broken
   */
  static void of(Lab lab) {
    for (Node node : lab.nodes()) {
      Scripts.openGate(node);
      node.stopIfRunning();
    }
    for (Node node : lab.nodes()) {
      Await.until(
          "no process is left in the namespace of " + node.name(),
          Await.BOUND,
          () -> "left: " + node.namespace().processes() + "\n" + node.evidence(),
          () -> node.namespace().processes().isEmpty());
      assertNoTraceOfBugs(node);
      Path database = node.home().resolve("failovermon.db");
      if (Files.exists(database)) {
        assertEquals("ok", integrity(database), "integrity of the database of " + node.name());
        Audit audit = new Audit(node);
        audit.oneLostPulseAnOutage();
        audit.regainOnlyAfterLost();
        audit.scriptsAgreeWithRuns();
        audit.oneScriptAtATime();
      }
    }
  }

  private static void assertNoTraceOfBugs(Node node) {
    List<String> suspicious =
        node.outputText()
            .lines()
            .filter(
                line ->
                    line.startsWith("\tat ")
                        || line.contains("an error of failovermon itself")
                        || line.contains("Exception in thread"))
            .toList();
    assertTrue(suspicious.isEmpty(), () -> node.name() + " printed " + node.outputText());
  }

  private static String integrity(Path database) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      return result.next() ? result.getString(1) : "no answer";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String text(JsonNode run, String member) {
    return run.path(member).asString("");
  }

  private static boolean started(JsonNode run) {
    return !text(run, "started_at").isEmpty() && AFTER_START.contains(text(run, "status"));
  }

  private static boolean retry(JsonNode run) {
    return run.path("retry_of").asLong(0) > 0;
  }

  private void oneLostPulseAnOutage() {
    Set<Long> outages = new HashSet<>();
    for (JsonNode run : runs.values()) {
      if (text(run, "kind").equals("lost-pulse") && !retry(run)) {
        assertTrue(
            outages.add(run.path("outage").asLong(0)),
            () -> "a second lost-pulse for one outage: " + run + "\n" + node.evidence());
      }
    }
  }

  private void regainOnlyAfterLost() {
    for (JsonNode regain : runs.values()) {
      if (text(regain, "kind").equals("regain-pulse") && started(regain)) {
        boolean after =
            runs.values().stream()
                .anyMatch(
                    lost ->
                        text(lost, "kind").equals("lost-pulse")
                            && lost.path("outage").asLong(0) == regain.path("outage").asLong(-1)
                            && started(lost)
                            && endedBefore(lost, regain));
        assertTrue(
            after,
            () -> "a regain-pulse before its lost-pulse: " + regain + "\n" + node.evidence());
      }
    }
  }

  /** By number, not by wall time, which steps in some tests. */
  private static boolean endedBefore(JsonNode lost, JsonNode regain) {
    return !text(lost, "ended_at").isEmpty()
        && Instant.parse(text(lost, "ended_at")).isAfter(Instant.EPOCH)
        && lost.path("run").asLong(0) < regain.path("run").asLong(0);
  }

  private void scriptsAgreeWithRuns() {
    for (Scripts.Line line : trace) {
      JsonNode run = runs.get(line.run());
      assertTrue(run != null, () -> "a script ran without a recorded run: " + line);
      if (run != null) {
        assertTrue(started(run), () -> line + " but its run says " + run);
        assertEquals(text(run, "kind"), line.kind());
        assertEquals(text(run, "subject"), line.host());
      }
    }
    for (JsonNode run : runs.values()) {
      long number = run.path("run").asLong(0);
      long begun = count(number, true);
      long ended = count(number, false);
      assertTrue(begun <= 1, () -> "a script began twice for run " + run);
      if (text(run, "status").equals("succeeded")) {
        assertEquals(1, begun, () -> "run succeeded and its script did not begin: " + run);
        assertEquals(1, ended, () -> "run succeeded and its script did not end: " + run);
      }
    }
  }

  private long count(long run, boolean begins) {
    return trace.stream().filter(line -> line.run() == run && line.begins() == begins).count();
  }

  /**
   * Scripts of one host never overlap; one that lives on after the death of its daemon is for the
   * operator to judge, who had it retried or dismissed.
   */
  private void oneScriptAtATime() {
    Map<String, Long> going = new HashMap<>();
    for (Scripts.Line line : trace) {
      if (line.begins()) {
        Long before = going.put(line.host(), line.run());
        assertTrue(
            before == null || abandoned(before),
            () -> "two scripts of " + line.host() + " at once: " + trace);
      } else {
        going.remove(line.host(), line.run());
      }
    }
  }

  private boolean abandoned(long number) {
    JsonNode run = runs.get(number);
    return run != null && Set.of("unknown", "dismissed").contains(text(run, "status"));
  }
}
