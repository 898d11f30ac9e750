package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.failovermon.db.schema.DatabaseException;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteReaderTest {
  @TempDir Path home;
  private final RecordingInbox inbox = new RecordingInbox();
  private SqliteStore store;
  private long batch;

  @BeforeEach
  void open() {
    store = SqliteStore.open(StoreOptions.defaults(file()));
    store.start(inbox);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path file() {
    return home.resolve("failovermon.db");
  }

  private void commit(Write... writes) {
    batch++;
    assertTrue(store.commit(batch, List.of(writes)));
    inbox.awaitCommitted(batch);
  }

  @Test
  void filtersTheLogBySubjectKindAndTime() {
    commit(
        new Write.Append(Samples.line("hosta", Samples.NOW, LogEntry.Kind.VERDICT, "1")),
        new Write.Append(
            Samples.line("hostb", Samples.NOW.plusSeconds(1), LogEntry.Kind.VERDICT, "2")),
        new Write.Append(Samples.line("hosta", Samples.NOW.plusSeconds(2), LogEntry.Kind.RUN, "3")),
        new Write.Append(
            Samples.line("hosta", Samples.NOW.plusSeconds(3), LogEntry.Kind.VERDICT, "4")));
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertEquals(
          List.of("1", "3", "4"), texts(reader, new LogFilter("hosta", null, null, 0, 100)));
      assertEquals(
          List.of("1", "2", "4"),
          texts(reader, new LogFilter(null, LogEntry.Kind.VERDICT, null, 0, 100)));
      assertEquals(
          List.of("3", "4"),
          texts(reader, new LogFilter(null, null, Samples.NOW.plusSeconds(2), 0, 100)));
      assertEquals(List.of("3", "4"), texts(reader, LogFilter.newest(2)));
    }
  }

  @Test
  void followsTheLogFromALineOn() {
    commit(new Write.Append(Samples.line(1)), new Write.Append(Samples.line(2)));
    try (SqliteReader reader = SqliteReader.open(file())) {
      LogFilter filter = LogFilter.newest(100);
      long last = reader.log(filter).getLast().id();
      assertEquals(List.of(), reader.log(filter.after(last)));
      commit(new Write.Append(Samples.line(3)), new Write.Append(Samples.line(4)));
      assertEquals(List.of("line 3", "line 4"), texts(reader, filter.after(last)));
    }
  }

  @Test
  void pagesThroughRuns() {
    for (int i = 1; i <= 5; i++) {
      commit(
          new Write.PutRun(
              Samples.run(i, i % 2 == 0 ? "hosta" : "hostb", RunStatus.SUCCEEDED, Samples.NOW)));
    }
    commit(new Write.PutRun(Samples.run(6, "hosta", RunStatus.UNKNOWN, null)));
    commit(new Write.PutRunOutput(6, "taking over\n"));
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertEquals(List.of(6L, 5L, 4L), runs(reader, RunFilter.newest(3)));
      assertEquals(List.of(3L, 2L, 1L), runs(reader, new RunFilter(null, null, 4, 3)));
      assertEquals(List.of(6L, 4L, 2L), runs(reader, new RunFilter("hosta", null, 0, 10)));
      assertEquals(List.of(6L), runs(reader, new RunFilter(null, RunStatus.UNKNOWN, 0, 10)));
      assertEquals("hostb", reader.run(5).orElseThrow().subject());
      assertEquals(Optional.empty(), reader.run(77));
      assertEquals(Optional.of("taking over\n"), reader.runOutput(6));
      assertEquals(Optional.empty(), reader.runOutput(5));
    }
  }

  @Test
  void readsAtRestWhileWrittenAndAfterwards() {
    commit(new Write.Append(Samples.line(1)));
    store.close();
    try (SqliteReader reader = SqliteReader.open(file())) {
      assertEquals(1, reader.log(LogFilter.newest(10)).size());
      // The daemon starts under the feet of a reader that took the file for one at rest.
      store = SqliteStore.open(StoreOptions.defaults(file()));
      store.start(inbox);
      commit(new Write.Append(Samples.line(2)));
      assertEquals(2, reader.log(LogFilter.newest(10)).size());
      store.close();
      assertEquals(2, reader.log(LogFilter.newest(10)).size());
    }
  }

  @Test
  void leavesNothingBesideTheFile() {
    store.close();
    try (SqliteReader reader = SqliteReader.open(file())) {
      reader.snapshot();
    }
    assertEquals(List.of("failovermon.db"), List.of(home.toFile().list()));
  }

  @Test
  void saysThatThereIsNoDatabase() {
    Path missing = home.resolve("missing.db");
    String said =
        assertThrows(DatabaseException.class, () -> SqliteReader.open(missing)).getMessage();
    assertTrue(said.contains("there is no database " + missing), said);
  }

  private static List<String> texts(SqliteReader reader, LogFilter filter) {
    return reader.log(filter).stream().map(line -> line.entry().text()).toList();
  }

  private static List<Long> runs(SqliteReader reader, RunFilter filter) {
    return reader.runs(filter).stream().map(run -> run.id()).toList();
  }
}
