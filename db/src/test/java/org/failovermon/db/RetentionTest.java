package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failovermon.db.row.WriteRows;
import org.failovermon.db.schema.DatabaseFile;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final Duration KEEP = Duration.ofDays(90);
  private static final Instant OLD = Samples.NOW.minus(Duration.ofDays(91));
  private static final Instant YOUNG = Samples.NOW.minus(Duration.ofDays(89));
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path home;
  private Instant now = Samples.NOW;

  private StoreOptions options() {
    return StoreOptions.defaults(home.resolve("failovermon.db"))
        .keeping(Duration.ofDays(31), KEEP)
        .wall(() -> now);
  }

  private void write(List<Write> writes) throws SQLException {
    try (Connection connection = DatabaseFile.open(options().file(), now)) {
      connection.setAutoCommit(false);
      WriteRows rows = new WriteRows(connection);
      for (Write write : writes) {
        rows.apply(write, now);
      }
      connection.commit();
    }
  }

  /** Prunes until there is no more to do; returns how many steps that took. */
  private int prune(Retention retention, long nanos) throws SQLException {
    int steps = 1;
    try (Connection connection = DatabaseFile.open(options().file(), now)) {
      while (retention.prune(connection, nanos)) {
        steps++;
      }
    }
    return steps;
  }

  @Test
  void removesOldLinesAFewAtATime() throws SQLException {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < 1_700; i++) {
      writes.add(new Write.Append(Samples.line("hosta", OLD, LogEntry.Kind.VERDICT, "old " + i)));
    }
    writes.add(new Write.Append(Samples.line("hosta", YOUNG, LogEntry.Kind.VERDICT, "young")));
    write(writes);
    assertEquals(4, prune(new Retention(options(), 0), SECOND));
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      List<LogLine> left = reader.log(LogFilter.newest(10));
      assertEquals(1, left.size());
      assertEquals("young", left.getFirst().entry().text());
      assertEquals(1_701, left.getFirst().id());
    }
  }

  @Test
  void neverRemovesWhatIsOpenAndNeverGivesAnIdTwice() throws SQLException {
    HostName hostC = new HostName("hostc");
    write(
        List.of(
            new Write.PutOutage(Samples.outage(1, Samples.HOST_A, OLD)),
            new Write.PutOutage(Samples.outage(2, Samples.HOST_B, OLD)),
            new Write.PutOutage(Samples.outage(3, hostC, null)),
            new Write.PutOutage(Samples.outage(4, Samples.HOST_A, OLD)),
            new Write.PutRun(Samples.run(1, "hosta", RunStatus.UNKNOWN, null)),
            new Write.PutRun(Samples.run(2, "hosta", RunStatus.SUCCEEDED, OLD)),
            new Write.PutRunOutput(2, "old"),
            new Write.PutRun(Samples.run(3, "hosta", RunStatus.FAILED, YOUNG)),
            new Write.PutRunOutput(3, "young"),
            new Write.PutRun(Samples.run(4, "hosta", RunStatus.DISMISSED, OLD))));
    prune(new Retention(options(), 0), SECOND);
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      Snapshot left = reader.snapshot();
      assertEquals(List.of(Samples.outage(3, hostC, null)), left.openOutages());
      assertEquals(1, left.openRuns().size());
      assertEquals(4, left.lastOutage());
      assertEquals(4, left.lastRun());
      assertEquals(
          List.of(3L, 1L),
          reader.runs(RunFilter.newest(10)).stream().map(run -> run.id()).toList());
      assertEquals(Optional.empty(), reader.runOutput(2));
      assertEquals(Optional.of("young"), reader.runOutput(3));
      // Run 1 is not ended, and belongs to outage 1.
      assertEquals(
          List.of(1L),
          reader.outages(Samples.HOST_A, 10).stream().map(outage -> outage.id()).toList());
      assertEquals(List.of(), reader.outages(Samples.HOST_B, 10));
    }
  }

  @Test
  void aClockThatJumpsForwardErasesNothingForADay() throws SQLException {
    write(List.of(new Write.Append(Samples.line(1))));
    Retention retention = new Retention(options(), 0);
    now = Samples.NOW.plus(Duration.ofDays(3650));
    prune(retention, SECOND);
    assertEquals(1, lines());
    now = Samples.NOW.plusSeconds(2);
    prune(retention, 2 * SECOND);
    assertEquals(1, lines());
  }

  @Test
  void aClockThatStaysForwardIsBelievedAfterADay() throws SQLException {
    write(List.of(new Write.Append(Samples.line(1))));
    Retention retention = new Retention(options(), 0);
    now = Samples.NOW.plus(Duration.ofDays(3650));
    prune(retention, SECOND);
    assertEquals(1, lines());
    now = now.plus(Duration.ofDays(1)).plusSeconds(1);
    prune(retention, Duration.ofDays(1).toNanos() + 2 * SECOND);
    assertEquals(0, lines());
  }

  @Test
  void removesOldHistory() throws Exception {
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(new RecordingInbox());
      store.beat(Samples.HOST_A, now.minus(Duration.ofDays(32)).toEpochMilli(), true, 200);
      store.flushHistory();
      store.beat(Samples.HOST_A, now.minus(Duration.ofDays(1)).toEpochMilli(), true, 200);
      store.flushHistory();
    }
    assertFalse(prune(new Retention(options(), 0), SECOND) > 1);
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      long hits =
          reader
              .history(Samples.HOST_A, now.minus(Duration.ofDays(40)), now, Duration.ofDays(1))
              .stream()
              .mapToLong(bucket -> bucket.hits())
              .sum();
      assertEquals(1, hits);
    }
  }

  private int lines() {
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      assertTrue(reader.snapshot().monitors().isEmpty());
      return reader.log(LogFilter.newest(10)).size();
    }
  }
}
