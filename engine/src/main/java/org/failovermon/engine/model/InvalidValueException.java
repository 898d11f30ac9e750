package org.failovermon.engine.model;

/**
 * A value from an operator (command line, policy, configuration) breaks a rule. The message is
 * written for the operator: what failed, the value, the rule, the remedy. Callers show the message
 * and never the stack trace.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that the operator will read. */
  public InvalidValueException(String message) {
    super(message);
  }
}
