package org.failovermon.engine.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.failovermon.engine.decide.Lane;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.Write;
import org.junit.jupiter.api.Test;

/** The order and the number of runs, and what becomes of them without a store or after a start. */
class RunsTest {
  private static final Instant BEGINNING = Instant.parse("2026-11-22T03:00:00Z");
  private static final ScriptRef SCRIPT = new ScriptRef("take-over.groovy");

  private final FakeStore store = new FakeStore();
  private final Ledger ledger = new Ledger(store);
  private final List<Long> started = new ArrayList<>();
  private final Map<String, Long> lost = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private Instant wall = BEGINNING;
  private Runs runs = runs(false);

  private Runs runs(boolean unrecorded) {
    Clock clock =
        new Clock() {
          @Override
          public long nanos() {
            return Duration.between(BEGINNING, wall).toNanos();
          }

          @Override
          public Instant wall() {
            return wall;
          }
        };
    return new Runs(
        clock,
        ledger,
        order -> started.add(order.run().id()),
        unrecorded,
        (kind, subject) -> host(kind, subject),
        (run, now) -> new Actions.Order(run, null, null, now));
  }

  private Lane.Host host(RunKind kind, String subject) {
    if (kind == RunKind.JOB) {
      return new Lane.Host(0, true);
    }
    long outage = lost.getOrDefault(subject, 0L);
    return gone.contains(subject) ? Lane.Host.GONE : new Lane.Host(outage, outage == 0);
  }

  private void lose(String host, long outage) {
    lost.put(host, outage);
    runs.request(RunKind.LOST_PULSE, host, outage, SCRIPT, "4 beats in a row were missed");
  }

  private void commit() {
    ledger.flush();
    ledger.committed(store.newest);
    ledger.flush();
    ledger.committed(store.newest);
  }

  private void end(long run) {
    runs.ended(run, new RunResult(RunStatus.SUCCEEDED, 0, "exit code 0", ""));
    commit();
  }

  private static Run run(long id, RunStatus status) {
    return new Run(
        id, RunKind.LOST_PULSE, "hosta", 1, SCRIPT, status, "", BEGINNING, null, null, null, "", 0);
  }

  @Test
  void aHostInAnotherSpellingIsTheSameHost() {
    lose("hostA", 1);
    commit();
    lose("HOSTA", 2);
    commit();
    assertEquals(List.of(1L), started, "one run at a time for each host");
    lost.put("hostA", 2L);
    end(1);
    assertEquals(List.of(1L, 2L), started);
  }

  @Test
  void whatIsMoreThanMayBeUnderWayIsQueuedAndCanStillBeSkipped() {
    int all = Actions.MOST_RUNS + 3;
    for (int i = 1; i <= all; i++) {
      lose("host" + i, i);
    }
    commit();
    assertEquals(Actions.MOST_RUNS, started.size());
    long next = Actions.MOST_RUNS + 1L;
    assertEquals(RunStatus.QUEUED, store.run(next).status());
    // The host is back before its lost-pulse could start.
    lost.put("host" + next, 0L);
    assertEquals(false, runs.outageOver("host" + next, next));
    commit();
    assertEquals(RunStatus.SKIPPED, store.run(next).status());
    end(1);
    assertEquals(Actions.MOST_RUNS + 1, started.size());
    assertEquals(next + 1, started.getLast(), "in the order in which they were called for");
    end(2);
    assertEquals(all, started.getLast().longValue());
  }

  @Test
  void aJobThatCouldNotBeRecordedInTimeIsLeftOut() {
    runs.request(RunKind.JOB, "nightly", 0, SCRIPT, "job nightly was due");
    ledger.flush();
    wall = wall.plus(Duration.ofHours(3)); // the disk was full
    ledger.committed(store.newest);
    commit();
    assertEquals(List.of(), started);
    assertEquals(RunStatus.SKIPPED, store.run(1).status());
    runs.request(RunKind.JOB, "nightly", 0, SCRIPT, "job nightly was due");
    commit();
    assertEquals(List.of(2L), started);
  }

  /** What waited for the end of a maintenance window was recorded in time. */
  @Test
  void aJobThatWaitedForSomethingElseIsNotLate() {
    AtomicReference<String> window = new AtomicReference<>("maintenance window 'disks'");
    runs.listener(
        new Runs.Listener() {
          @Override
          public String held(Run run) {
            return window.get();
          }

          @Override
          public void ended(Run run) {}
        });
    runs.request(RunKind.JOB, "nightly", 0, SCRIPT, "job nightly was due");
    commit();
    wall = wall.plus(Duration.ofHours(3));
    window.set("");
    runs.advanceAll();
    commit();
    assertEquals(List.of(1L), started);
  }

  @Test
  void aFailedRunOfAnOpenOutageIsKnownAfterAStart() {
    runs.restore(List.of(), List.of(run(4, RunStatus.FAILED)), 9);
    assertEquals(RunStatus.FAILED, runs.find(4).orElseThrow().status());
    assertEquals(10, runs.nextRun());
  }

  @Test
  void aRunThatWaitsForAnOutageThatIsOverIsSkippedAtTheStart() {
    lost.put("hosta", 2L);
    runs.restore(List.of(run(4, RunStatus.QUEUED)), List.of(), 9);
    commit();
    assertEquals(RunStatus.SKIPPED, store.run(4).status());
    lose("hosta", 2);
    commit();
    assertEquals(List.of(10L), started, "it does not block the next");
  }

  @Test
  void aRunWhoseMonitorIsGoneIsSkippedAtTheStart() {
    gone.add("hosta");
    runs.restore(List.of(run(4, RunStatus.QUEUED)), List.of(), 9);
    commit();
    assertEquals(RunStatus.SKIPPED, store.run(4).status());
  }

  @Test
  void aRunWhoseMonitorIsDeletedWhileItsStartIsRecordedSaysSo() {
    lose("hosta", 1);
    ledger.flush();
    gone.add("hosta");
    ledger.committed(store.newest);
    commit();
    assertEquals("the monitor was deleted before it could start", store.run(1).result());
  }

  /** Unrecorded runs are ended and follow one another while the store takes nothing. */
  @Test
  void workThatGoesOnUnrecordedMayWriteAndWaitAnew() {
    runs = runs(true);
    for (boolean takes : List.of(true, false)) {
      started.clear();
      store.takes = takes;
      ledger.faulty("the disk is full", fault -> {});
      lose("host" + takes, takes ? 1 : 2);
      gone.add("host" + takes); // so that the work that goes on is a skip, which writes
      ledger.flush();
      store.takes = true;
      ledger.flush();
      assertEquals(RunStatus.SKIPPED, store.run(takes ? 1 : 2).status());
      assertEquals(List.of(), started);
      commit();
      assertTrue(ledger.fault().isEmpty());
    }
  }

  private static final class FakeStore implements Store {
    private final Map<Long, Run> written = new HashMap<>();
    private long newest;
    private boolean takes = true;

    @Override
    public boolean commit(long batch, List<Write> writes) {
      if (takes) {
        newest = batch;
        for (Write write : writes) {
          if (write instanceof Write.PutRun put) {
            written.put(put.run().id(), put.run());
          }
        }
      }
      return takes;
    }

    @Override
    public void beat(HostName host, long wallMillis, boolean hit, long roundTripMicros) {}

    Run run(long id) {
      Run run = written.get(id);
      if (run == null) {
        throw new AssertionError("run " + id + " was never written");
      }
      return run;
    }
  }
}
