package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SIGKILL at any moment must leave behind. */
class CrashTest {
  private static final int ROUNDS = 20;

  @TempDir Path home;

  @Test
  @Timeout(180)
  void sigkillLosesNothingThatWasReportedAndRepeatsNothing() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("replay the choices with -Dcrash.seed=" + seed);
    Random random = new Random(seed);
    Path file = home.resolve("failovermon.db");
    long reported = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Process child = ChildJvm.start(CommittingChild.class, file.toString());
      reported = Math.max(reported, killAfter(child, random.nextInt(400)));
      check(file, reported);
    }
    assertTrue(reported > 0);
  }

  /** Kills the child after it reported so many batches; returns the last that it reported. */
  private static long killAfter(Process child, int reports) throws Exception {
    long last = 0;
    try (BufferedReader lines = ChildJvm.lines(child)) {
      int seen = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertTrue(line.startsWith("committed "), line);
        last = Long.parseLong(line.substring("committed ".length()));
        if (seen++ == reports) {
          // Through the handle: Process.destroyForcibly would close the pipe that is still read.
          child.toHandle().destroyForcibly();
        }
      }
    }
    assertEquals(137, child.waitFor(), "the child ends by SIGKILL");
    return last;
  }

  private static void checkPolicies(SqliteReader reader, long batches) {
    assertEquals(PolicyBatch.after(batches), reader.snapshot().policy());
    assertEquals(
        PolicyBatch.newestIncidents(batches), reader.incidents("hosta/smtp", batches == 1 ? 1 : 2));
    assertEquals(PolicyBatch.files(batches), reader.policyFiles(batches));
    assertEquals(PolicyBatch.version(batches), reader.policyVersion(batches).orElseThrow());
    assertEquals(Math.min(batches, 1_000), reader.policyVersions(1_000).size());
  }

  private static void check(Path file, long reported) throws Exception {
    List<String> found = new ArrayList<>();
    long batches;
    try (SqliteReader reader = SqliteReader.open(file)) {
      LogFilter filter = new LogFilter(null, null, null, 1, 10_000);
      // afterId begins with 1, so the first line is looked at by itself.
      List<LogLine> page = reader.log(filter);
      while (!page.isEmpty()) {
        page.forEach(line -> found.add(line.entry().subject() + line.entry().text()));
        page = reader.log(filter.after(page.getLast().id()));
      }
      batches = (found.size() + 1L) / 3;
      if (batches > 0) {
        checkPolicies(reader, batches);
      }
    }
    List<String> expected = new ArrayList<>();
    for (long batch = 1; batch <= batches; batch++) {
      expected.addAll(List.of(batch + "a", batch + "b", batch + "c"));
    }
    assertEquals(expected.subList(1, expected.size()), found);
    assertTrue(batches >= reported, "reported " + reported + ", found " + batches);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      assertEquals("ok", row.getString(1));
    }
  }
}
