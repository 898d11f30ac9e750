package org.failovermon.engine.model;

/** Why a script runs. */
public enum RunKind {
  /** The host was judged lost. */
  LOST_PULSE("lost-pulse"),
  /** The host is back after a lost-pulse. */
  REGAIN_PULSE("regain-pulse"),
  /** A cron job came due. */
  JOB("job"),
  /** A rule of a policy acted on an event. */
  RULE("rule");

  private final String word;

  RunKind(String word) {
    this.word = word;
  }

  /** The kind as people read it. */
  public String word() {
    return word;
  }
}
