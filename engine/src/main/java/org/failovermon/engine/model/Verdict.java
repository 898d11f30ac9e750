package org.failovermon.engine.model;

/**
 * What failovermon believes of a monitored host, in the words used in tables, logs, pages and
 * policies.
 */
public enum Verdict {
  /** The monitor runs, and the host was never seen since it was started. */
  UNKNOWN("unknown"),
  /** The last beat was answered. */
  UP("up"),
  /** Beats are being missed, not yet more of them than the retries forgive. */
  MISSING("missing"),
  /** The host has failed: an outage is open and lost-pulse was called for. */
  LOST("lost"),
  /** The host would have been judged lost, and there is a stated, bounded reason to wait. */
  HELD_BACK("held back"),
  /** We ourselves are paused or starved too often to judge anybody; bounded. */
  CANNOT_JUDGE("cannot judge"),
  /** The monitor does not run. */
  STOPPED("stopped");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The verdict as people read it, in lower case. */
  public String word() {
    return word;
  }
}
