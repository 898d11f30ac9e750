package org.failovermon.engine.probe;

import org.failovermon.engine.model.check.CheckResult.Status;

/** Ends a probe early with a sentence for the operator. */
final class ProbeFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Status status;

  private ProbeFailure(Status status, String sentence) {
    super(sentence, null, false, false); // thousands a second: no stack is looked at
    this.status = status;
  }

  /** The service does not do what it should. */
  static ProbeFailure critical(String sentence) {
    return new ProbeFailure(Status.CRITICAL, sentence);
  }

  /** The check could not be made. */
  static ProbeFailure unknown(String sentence) {
    return new ProbeFailure(Status.UNKNOWN, sentence);
  }

  /** What the operator is told. */
  Finding finding() {
    return new Finding(status, String.valueOf(getMessage()), java.util.List.of());
  }
}
