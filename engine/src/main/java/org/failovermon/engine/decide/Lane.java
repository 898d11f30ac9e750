package org.failovermon.engine.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;

/**
 * The runs of one subject (a host, a job or a rule) that are not ended, oldest first. One of them
 * runs at a time, in order; a regain-pulse waits for the lost-pulse of its outage; an unknown run
 * blocks those behind it until an operator has spoken. Immutable.
 *
 * @param open runs that are queued, running or unknown, in the order in which they must happen
 */
public record Lane(List<Run> open) {
  /** A lane without runs. */
  public static final Lane EMPTY = new Lane(List.of());

  /** Copies the list. */
  public Lane {
    open = List.copyOf(open);
  }

  /**
   * What a host's state allows a run of its lane to do.
   *
   * @param lostOutage the outage that is open and confirmed by misses of this process, or 0
   * @param openOutage the outage that is open, confirmed or not, its monitor running or not, or 0
   * @param well whether the host is up
   */
  public record Host(long lostOutage, long openOutage, boolean well) {
    /** A host that has no monitor any more: no outage of it is open, and it is not well. */
    public static final Host GONE = new Host(-1, -1, false);

    /** A host whose open outage, if it has one, is confirmed. */
    public Host(long lostOutage, boolean well) {
      this(lostOutage, lostOutage, well);
    }
  }

  /** What to do next with a lane. */
  public sealed interface Next {
    /** Nothing now. */
    record Wait() implements Next {}

    /** Record the run as running, and start it when that is committed. */
    record Start(Run run) implements Next {}
  }

  /** The lane with a further run at its end. */
  public Lane with(Run run) {
    List<Run> more = new ArrayList<>(open);
    more.add(run);
    return new Lane(more);
  }

  /** The lane with the run replaced by its newer self, or without it where that is ended. */
  public Lane update(Run run) {
    List<Run> updated = new ArrayList<>();
    for (Run each : open) {
      if (each.id() != run.id()) {
        updated.add(each);
      } else if (!run.status().ended()) {
        updated.add(run);
      }
    }
    return new Lane(updated);
  }

  /** The lane with a run put before all others: the repetition of the one that blocked it. */
  public Lane withFirst(Run run) {
    List<Run> more = new ArrayList<>(List.of(run));
    more.addAll(open);
    return new Lane(more);
  }

  /** The open run of that number, if it is here. */
  public Optional<Run> find(long id) {
    return open.stream().filter(run -> run.id() == id).findFirst();
  }

  /**
   * What may happen now: at most one run at a time, the oldest first, and only while the state that
   * called for it holds.
   */
  public Next next(Host host) {
    if (open.isEmpty() || open.getFirst().status() != RunStatus.QUEUED) {
      return new Next.Wait();
    }
    Run first = open.getFirst();
    boolean allowed =
        switch (first.kind()) {
          case LOST_PULSE -> host.lostOutage() == first.outage();
          case REGAIN_PULSE -> host.well();
          case JOB, RULE -> true;
        };
    return allowed ? new Next.Start(first) : new Next.Wait();
  }

  /**
   * The runs that an answer of the host makes pointless: the lost-pulse of the outage that is now
   * over, if nothing of it has started. Its regain-pulse is then not called for either.
   */
  public List<Run> pointless(long endedOutage) {
    return open.stream()
        .filter(
            run ->
                run.kind() == RunKind.LOST_PULSE
                    && run.outage() == endedOutage
                    && run.status() == RunStatus.QUEUED)
        .toList();
  }

  /** A run of the lane that has not started and never will, with the reason. */
  public static Run skipped(Run run, Instant now, String why) {
    return run.ended(RunStatus.SKIPPED, now, null, why);
  }

  /** A run that was to start, and waits again because its time has not come. */
  public static Run postponed(Run run) {
    return waiting(run, "");
  }

  /** A run that has not started, with the sentence that says what it waits for, or empty. */
  public static Run waiting(Run run, String why) {
    return new Run(
        run.id(),
        run.kind(),
        run.subject(),
        run.outage(),
        run.script(),
        RunStatus.QUEUED,
        run.reason(),
        run.requestedAt(),
        null,
        null,
        null,
        why,
        run.retryOf());
  }

  /** A run that was under way when this engine's predecessor died: nobody knows how far it came. */
  public static Run interrupted(Run run, Instant now) {
    return run.ended(
        RunStatus.UNKNOWN,
        now,
        null,
        "the engine stopped while it ran; it may have done all, some or nothing of its work");
  }
}
