package org.failovermon.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir Path home;

  private StoreOptions options() {
    return StoreOptions.defaults(home.resolve("failovermon.db"));
  }

  @Test
  void aNewDatabaseHoldsNothing() {
    try (SqliteStore store = SqliteStore.open(options())) {
      assertEquals(Snapshot.empty(), store.load());
    }
  }

  @Test
  void keepsWhatWasCommittedAcrossARestart() {
    RecordingInbox inbox = new RecordingInbox();
    MonitorState state = MonitorState.added(Samples.HOST_A, Samples.NOW);
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(inbox);
      assertTrue(
          store.commit(
              1,
              List.of(
                  new Write.PutMonitor(Samples.monitor(Samples.HOST_A)),
                  new Write.PutState(state),
                  new Write.PutPath(CommPath.ownName(Samples.HOST_A)),
                  new Write.PutBootId("boot-1"))));
      assertTrue(
          store.commit(
              2,
              List.of(
                  new Write.PutOutage(Samples.outage(7, Samples.HOST_A, null)),
                  new Write.PutRun(Samples.run(9, "hosta", RunStatus.RUNNING, null)),
                  new Write.PutJob(
                      new Job(
                          "nightly",
                          "0 0 2 * * ?",
                          ZoneId.of("UTC"),
                          new Job.RunScript(ScriptRef.DEFAULT_LOST))),
                  new Write.JobFired("nightly", Samples.NOW))));
      inbox.awaitCommitted(2);
    }
    try (SqliteStore store = SqliteStore.open(options())) {
      Snapshot loaded = store.load();
      assertEquals(List.of(Samples.monitor(Samples.HOST_A)), loaded.monitors());
      assertEquals(List.of(state), loaded.states());
      assertEquals(List.of(CommPath.ownName(Samples.HOST_A)), loaded.paths());
      assertEquals(List.of(Samples.outage(7, Samples.HOST_A, null)), loaded.openOutages());
      assertEquals(List.of(Samples.run(9, "hosta", RunStatus.RUNNING, null)), loaded.openRuns());
      assertEquals(7, loaded.lastOutage());
      assertEquals(9, loaded.lastRun());
      assertEquals("boot-1", loaded.bootId());
      assertEquals(Map.of("nightly", Samples.NOW), loaded.jobsFired());
    }
  }

  @Test
  void loadsTheNewestRunOfEachOpenOutageThoughItHasEnded() {
    RecordingInbox inbox = new RecordingInbox();
    Run failed = Samples.run(2, "hosta", RunStatus.FAILED, Samples.NOW);
    Run retried = Samples.run(5, "hosta", RunStatus.TIMED_OUT, Samples.NOW);
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(inbox);
      assertTrue(
          store.commit(
              1,
              List.of(
                  new Write.PutOutage(Samples.outage(1, Samples.HOST_A, null)),
                  new Write.PutRun(failed),
                  new Write.PutRun(Samples.run(3, "hostb", RunStatus.FAILED, Samples.NOW)))));
      assertTrue(store.commit(2, List.of(new Write.PutRun(retried))));
      inbox.awaitCommitted(2);
      assertEquals(List.of(retried), store.load().endedRuns());
      assertTrue(store.commit(3, List.of(new Write.EndOutage(1, Samples.NOW))));
      inbox.awaitCommitted(3);
      assertEquals(List.of(), store.load().endedRuns());
    }
  }

  @Test
  void reportsEveryBatchOnceAndInOrder() {
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(options())) {
      // Before the writer starts, so that the first group has several batches.
      for (int i = 1; i <= 50; i++) {
        assertTrue(store.commit(i, List.of(new Write.Append(Samples.line(i)))));
      }
      store.start(inbox);
      for (int i = 51; i <= 200; i++) {
        assertTrue(store.commit(i, List.of(new Write.Append(Samples.line(i)))));
      }
      inbox.awaitCommitted(200);
    }
    assertEquals(LongStream.rangeClosed(1, 200).boxed().toList(), inbox.committed());
    try (SqliteReader reader = SqliteReader.open(options().file())) {
      List<String> texts =
          reader.log(LogFilter.newest(1000)).stream().map(line -> line.entry().text()).toList();
      assertEquals(LongStream.rangeClosed(1, 200).mapToObj(i -> "line " + i).toList(), texts);
    }
  }

  @Test
  void writesWhatWaitsWhenItIsClosed() {
    RecordingInbox inbox = new RecordingInbox();
    SqliteStore store = SqliteStore.open(options());
    store.start(inbox);
    for (int i = 1; i <= 3000; i++) {
      assertTrue(store.commit(i, List.of(new Write.Append(Samples.line(i)))));
    }
    store.close();
    assertEquals(3000, inbox.committed().size());
    assertFalse(Files.exists(home.resolve("failovermon.db-wal")), "a clean end leaves no log");
  }

  @Test
  void keepsTheNameOfAHostAsItWasWrittenAndKnowsItInAnyCase() {
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(inbox);
      store.commit(
          1,
          List.of(
              new Write.PutMonitor(Samples.monitor(new HostName("hosta"))),
              new Write.PutMonitor(Samples.monitor(new HostName("HostA"))),
              new Write.Append(Samples.line(1))));
      inbox.awaitCommitted(1);
      assertEquals(
          List.of("HostA"),
          store.load().monitors().stream().map(monitor -> monitor.host().value()).toList());
      try (SqliteReader reader = SqliteReader.open(options().file())) {
        assertEquals(1, reader.log(new LogFilter("HOSTA", null, null, 0, 10)).size());
      }
      store.commit(2, List.of(new Write.DeleteMonitor(new HostName("HOSTA"))));
      inbox.awaitCommitted(2);
      assertEquals(Snapshot.empty(), store.load());
    }
  }

  @Test
  void refusesABatchWhenTooManyWait() {
    try (SqliteStore store = SqliteStore.open(options().waitingAtMost(3, 1 << 20))) {
      for (int i = 1; i <= 3; i++) {
        assertTrue(store.commit(i, List.of(new Write.Append(Samples.line(i)))));
      }
      assertFalse(store.commit(4, List.of(new Write.Append(Samples.line(4)))));
    }
  }

  @Test
  void refusesABatchWhenTooManyBytesWait() {
    try (SqliteStore store = SqliteStore.open(options().waitingAtMost(1000, 10_000))) {
      assertTrue(store.commit(1, List.of(new Write.PutRunOutput(1, "x".repeat(4_000)))));
      assertFalse(store.commit(2, List.of(new Write.PutRunOutput(2, "x".repeat(4_000)))));
    }
  }

  @Test
  void countsEachStartOfTheDaemon() {
    try (SqliteStore store = SqliteStore.open(options())) {
      assertEquals(1, store.nextIncarnation());
    }
    try (SqliteStore store = SqliteStore.open(options())) {
      assertEquals(2, store.nextIncarnation());
      assertEquals(3, store.nextIncarnation());
    }
  }

  @Test
  void deletingAMonitorEndsItsOutageAndKeepsTheRecords() {
    Instant now = Samples.NOW.plusSeconds(60);
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(options().wall(() -> now))) {
      store.start(inbox);
      store.commit(
          1,
          List.of(
              new Write.PutMonitor(Samples.monitor(Samples.HOST_A)),
              new Write.PutState(MonitorState.added(Samples.HOST_A, Samples.NOW)),
              new Write.PutPath(CommPath.ownName(Samples.HOST_A)),
              new Write.PutOutage(Samples.outage(1, Samples.HOST_A, null)),
              new Write.PutRun(Samples.run(1, "hosta", RunStatus.UNKNOWN, null))));
      store.commit(2, List.of(new Write.DeleteMonitor(Samples.HOST_A)));
      inbox.awaitCommitted(2);
      Snapshot loaded = store.load();
      assertEquals(List.of(), loaded.monitors());
      assertEquals(List.of(), loaded.states());
      assertEquals(List.of(), loaded.paths());
      assertEquals(List.of(), loaded.openOutages());
      assertEquals(1, loaded.openRuns().size());
      try (SqliteReader reader = SqliteReader.open(options().file())) {
        assertEquals(
            List.of(Samples.outage(1, Samples.HOST_A, now)),
            reader.outages(Samples.HOST_A, 10).stream().toList());
      }
    }
  }

  @Test
  void anOutageThatTheSameBatchEndsKeepsItsOwnEnd() {
    Outage ended = Samples.outage(1, Samples.HOST_A, Samples.NOW.plusSeconds(5));
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(inbox);
      store.commit(1, List.of(new Write.PutOutage(ended), new Write.DeleteMonitor(Samples.HOST_A)));
      inbox.awaitCommitted(1);
      try (SqliteReader reader = SqliteReader.open(options().file())) {
        assertEquals(List.of(ended), reader.outages(Samples.HOST_A, 10));
      }
    }
  }

  @Test
  void theFileIsReadableByAllAndWritableByItsOwnerAlone() throws Exception {
    RecordingInbox inbox = new RecordingInbox();
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(inbox);
      store.commit(1, List.of(new Write.PutBootId("boot-1")));
      inbox.awaitCommitted(1);
      for (String name : List.of("failovermon.db", "failovermon.db-wal")) {
        assertEquals(
            "rw-r--r--",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))),
            name);
      }
    }
  }

  @Test
  void startingTwiceIsADefect() {
    try (SqliteStore store = SqliteStore.open(options())) {
      store.start(new RecordingInbox());
      assertThrows(IllegalStateException.class, () -> store.start(new RecordingInbox()));
    }
  }
}
