package org.failovermon.engine.model;

/** Why a script runs. */
public enum RunKind {
  /** The host was judged lost. */
  LOST_PULSE("lost-pulse", "lost-pulse"),
  /** The host is back after a lost-pulse. */
  REGAIN_PULSE("regain-pulse", "regain-pulse"),
  /** A cron job came due. */
  JOB("job", "jobs"),
  /** A rule of a policy acted on an event. */
  RULE("rule", "rules");

  private final String word;
  private final String folder;

  RunKind(String word, String folder) {
    this.word = word;
    this.folder = folder;
  }

  /** The kind as people read it. */
  public String word() {
    return word;
  }

  /** Name of the folder, within a folder of scripts, that relative names are looked for in. */
  public String folder() {
    return folder;
  }
}
