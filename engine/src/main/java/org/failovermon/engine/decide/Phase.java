package org.failovermon.engine.decide;

import org.failovermon.engine.model.Verdict;

/** Where a monitor stands. Times are nanoseconds of the monotonic clock. Immutable. */
public sealed interface Phase {
  /** The verdict that this phase is. */
  Verdict verdict();

  /** Misses in a row so far. */
  int misses();

  /** A phase from which a host can still be judged lost. */
  sealed interface Judging extends Phase {}

  /**
   * The monitor does not run.
   *
   * @param outage the open outage of the host, or 0: it belongs to the host and survives the stop
   */
  record Stopped(long outage) implements Phase {
    @Override
    public Verdict verdict() {
      return Verdict.STOPPED;
    }

    @Override
    public int misses() {
      return 0;
    }
  }

  /**
   * The host was never seen since the start.
   *
   * @param misses misses in a row
   * @param graceUntil before this the host is not judged lost, however many misses there are
   */
  record Unknown(int misses, long graceUntil) implements Judging {
    @Override
    public Verdict verdict() {
      return Verdict.UNKNOWN;
    }
  }

  /** The last beat was answered. */
  record Up() implements Judging {
    @Override
    public Verdict verdict() {
      return Verdict.UP;
    }

    @Override
    public int misses() {
      return 0;
    }
  }

  /**
   * Beats are missed, not more than are forgiven.
   *
   * @param misses misses in a row; 0 when the host is judged afresh after it was held back
   */
  record Missing(int misses) implements Judging {
    @Override
    public Verdict verdict() {
      return Verdict.MISSING;
    }
  }

  /**
   * Enough beats are missed, and there is a reason to wait.
   *
   * @param misses misses in a row
   * @param why the reason
   * @param until when the reason ends by itself; {@link Long#MAX_VALUE} where it does not
   */
  record HeldBack(int misses, HoldReason why, long until) implements Judging {
    @Override
    public Verdict verdict() {
      return Verdict.HELD_BACK;
    }
  }

  /** Reasons to hold a verdict back. */
  enum HoldReason {
    /** The host announced that it shuts down. */
    ANNOUNCED_ABSENCE,
    /** We have a reason to think that we are the one who is cut off. */
    SELF_SUSPICION,
    /** What the host depends on has failed, is being missed or is held back itself. */
    PARENT_FAILED,
    /** A maintenance window covers the host. */
    MAINTENANCE,
    /**
     * It is not asked in a way that it could answer: its name does not resolve, our key changed.
     */
    NOT_ASKED;

    /** Whether it holds until it is gone, however long that takes. */
    public boolean unbounded() {
      return this == PARENT_FAILED || this == MAINTENANCE || this == NOT_ASKED;
    }
  }

  /**
   * The host has failed.
   *
   * @param outage the open outage
   * @param misses misses in a row seen by this process; after a restart the outage is known before
   *     the misses are
   */
  record Lost(long outage, int misses) implements Phase {
    @Override
    public Verdict verdict() {
      return Verdict.LOST;
    }
  }

  /**
   * Our own pauses keep us from judging.
   *
   * @param before what we believed when that began
   * @param since when that began
   */
  record CannotJudge(Judging before, long since) implements Phase {
    @Override
    public Verdict verdict() {
      return Verdict.CANNOT_JUDGE;
    }

    @Override
    public int misses() {
      return before.misses();
    }
  }
}
