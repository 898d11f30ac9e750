package org.failovermon.engine.model.check;

/** What failovermon believes of a checked service, in the words of tables, logs and policies. */
public enum CheckVerdict {
  /** Not enough results yet. */
  UNKNOWN("unknown"),
  /** The service is well. */
  OK("ok"),
  /** Failures in a row, not yet as many as make an incident. */
  FAILING("failing"),
  /** The service has failed: an incident is open. */
  FAILED("failed"),
  /** An incident is open, and good results have begun, not yet as many as end it. */
  RECOVERING("recovering");

  private final String word;

  CheckVerdict(String word) {
    this.word = word;
  }

  /** The verdict as people read it, in lower case. */
  public String word() {
    return word;
  }

  /** Whether an incident is open. */
  public boolean failed() {
    return this == FAILED || this == RECOVERING;
  }
}
