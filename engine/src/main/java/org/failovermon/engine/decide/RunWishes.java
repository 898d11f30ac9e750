package org.failovermon.engine.decide;

import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.port.Write;

/** What operators want of runs: to have one repeated, or dismissed. A part of {@link Inventory}. */
final class RunWishes {
  private final Known known;
  private final String who;
  private final Instant now;
  private final boolean running;
  private final List<Write> writes;
  private final List<String> messages;

  RunWishes(
      Known known,
      String who,
      Instant now,
      boolean running,
      List<Write> writes,
      List<String> messages) {
    this.known = known;
    this.who = who;
    this.now = now;
    this.running = running;
    this.writes = writes;
    this.messages = messages;
  }

  void retry(long id) {
    Run run = runOf(id);
    if (!running) {
      throw new InvalidValueException(
          "run "
              + id
              + " cannot be retried while failoverd does not run; start it: failovermon daemon"
              + " start");
    }
    switch (run.status()) {
      case UNKNOWN, FAILED, TIMED_OUT -> {}
      case QUEUED, RUNNING, SUCCEEDED, SKIPPED, DISMISSED ->
          throw new InvalidValueException(
              "run "
                  + id
                  + " is "
                  + run.status().word()
                  + "; only an unknown, failed or timed out run is retried");
    }
    checkStillCalledFor(run);
    long newId = known.nextRun();
    if (run.status() == RunStatus.UNKNOWN) {
      writes.add(
          new Write.PutRun(
              run.ended(RunStatus.DISMISSED, now, null, "retried by " + who + " as run " + newId)));
    }
    writes.add(
        new Write.PutRun(
            new Run(
                newId,
                run.kind(),
                run.subject(),
                run.outage(),
                run.script(),
                RunStatus.QUEUED,
                run.reason(),
                now,
                null,
                null,
                null,
                "",
                id)));
    messages.add(
        "run "
            + id
            + " is retried as run "
            + newId
            + ": "
            + run.kind().word()
            + " "
            + run.script()
            + " of "
            + run.subject());
  }

  /**
   * A script that takes over from a host must not be repeated once the host is back, nor the other
   * way round.
   */
  private void checkStillCalledFor(Run run) {
    if (run.kind() == RunKind.JOB || run.kind() == RunKind.RULE) {
      return;
    }
    MonitorState state = known.state(new HostName(run.subject())).orElse(null);
    if (state == null) {
      throw new InvalidValueException(
          "run "
              + run.id()
              + " belongs to "
              + run.subject()
              + ", which has no entry any more; dismiss it: "
              + "failovermon run dismiss "
              + run.id());
    }
    boolean open = state.openOutage() != 0;
    if (run.kind() == RunKind.LOST_PULSE && state.openOutage() != run.outage()) {
      throw new InvalidValueException(
          "run "
              + run.id()
              + " is the lost-pulse of outage "
              + run.outage()
              + ", which is over; dismiss it: "
              + "failovermon run dismiss "
              + run.id());
    }
    if (run.kind() == RunKind.REGAIN_PULSE && open) {
      throw new InvalidValueException(
          "run "
              + run.id()
              + " is a regain-pulse, and "
              + run.subject()
              + " is lost again; dismiss it: "
              + "failovermon run dismiss "
              + run.id());
    }
  }

  void dismiss(long id) {
    Run run = runOf(id);
    switch (run.status()) {
      case UNKNOWN ->
          writes.add(
              new Write.PutRun(run.ended(RunStatus.DISMISSED, now, null, "dismissed by " + who)));
      case FAILED, TIMED_OUT ->
          writes.add(
              new Write.PutRun(
                  run.ended(
                      RunStatus.DISMISSED,
                      run.endedAt() == null ? now : run.endedAt(),
                      run.exitCode(),
                      run.status().word() + ": " + run.result() + "; dismissed by " + who)));
      case QUEUED, RUNNING, SUCCEEDED, SKIPPED, DISMISSED ->
          throw new InvalidValueException(
              "run "
                  + id
                  + " is "
                  + run.status().word()
                  + "; only an unknown, failed or timed out run is dismissed");
    }
    messages.add("dismissed run " + id);
  }

  private Run runOf(long id) {
    return known
        .run(id)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "run "
                        + id
                        + " is not open, nor the newest of its host; see: failovermon runs"));
  }
}
