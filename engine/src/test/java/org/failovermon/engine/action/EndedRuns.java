package org.failovermon.engine.action;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.jspecify.annotations.Nullable;

/**
 * An engine for tests of scripts, here and in other modules: gives orders, and keeps how runs
 * ended.
 */
public final class EndedRuns implements Inbox {
  /** Real time. */
  public static final Clock CLOCK =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Instant wall() {
          return Instant.now();
        }
      };

  private final Map<Long, RunResult> results = new ConcurrentHashMap<>();
  private final Map<Long, Long> nanos = new ConcurrentHashMap<>();

  @Override
  public boolean offer(Event event) {
    if (event instanceof Event.RunEnded(long run, RunResult result)) {
      nanos.put(run, System.nanoTime());
      if (results.put(run, result) != null) {
        throw new AssertionError("run " + run + " ended twice");
      }
    }
    return true;
  }

  /** Whether a run has ended. */
  public boolean has(long run) {
    return results.containsKey(run);
  }

  /** How many runs have ended. */
  public int size() {
    return results.size();
  }

  /** Waits for the end of a run. */
  public RunResult result(long run) {
    Await.until("run " + run + " ended", () -> has(run));
    @Nullable RunResult result = results.get(run);
    assertNotNull(result);
    return result;
  }

  /** {@code System.nanoTime()} when the end of a run was reported. */
  public long nanos(long run) {
    return nanos.getOrDefault(run, 0L);
  }

  /** The order to run a script for a host that is lost, or for a job. */
  public static Actions.Order order(long id, RunKind kind, String subject, String script) {
    Instant at = Instant.parse("2026-11-22T03:00:00Z");
    boolean job = kind == RunKind.JOB;
    return new Actions.Order(
        new Run(
            id,
            kind,
            subject,
            job ? 0 : 7,
            new ScriptRef(script),
            RunStatus.RUNNING,
            "4 beats in a row were missed",
            at,
            at,
            null,
            null,
            "",
            0),
        job ? null : MonitorSpec.withDefaults(new HostName(subject)),
        job ? null : Verdict.LOST,
        Instant.parse("2026-11-22T02:59:00Z"));
  }

  /** The order of a rehearsal. */
  public static Actions.Order rehearsal() {
    return Rehearsal.order();
  }
}
