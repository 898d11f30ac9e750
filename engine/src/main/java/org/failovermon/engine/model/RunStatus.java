package org.failovermon.engine.model;

/** Where a run stands. */
public enum RunStatus {
  /** Recorded, nothing of it has started; waits for an earlier run of the same host or job. */
  QUEUED("queued", false),
  /**
   * Recorded as started before it was started; found so after a crash it becomes {@link #UNKNOWN}.
   */
  RUNNING("running", false),
  /** Ended well: exit code 0, or the Groovy script returned. */
  SUCCEEDED("succeeded", true),
  /** Ended badly: another exit code, a signal, or an error in the Groovy script. */
  FAILED("failed", true),
  /** Ended by us at its deadline, as a whole process group. */
  TIMED_OUT("timed out", true),
  /**
   * We crashed while it ran: it may have done all, some or nothing. Not repeated without an
   * operator.
   */
  UNKNOWN("unknown", false),
  /** Never started, and never will be; the result says why. */
  SKIPPED("skipped", true),
  /** An operator said that it needs no more attention, or ran it anew as another run. */
  DISMISSED("dismissed", true);

  private final String word;
  private final boolean ended;

  RunStatus(String word, boolean ended) {
    this.word = word;
    this.ended = ended;
  }

  /** The status as people read it. */
  public String word() {
    return word;
  }

  /**
   * Whether nothing more will happen to a run of this status by itself, so that the next of its
   * host may start.
   */
  public boolean ended() {
    return ended;
  }
}
