package org.failovermon.db.schema;

/**
 * The database cannot be used. The message is written for the operator: what failed, the file, the
 * rule, the remedy. Callers show the message and never the stack trace.
 */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /** Makes one with the sentence that the operator will read. */
  public DatabaseException(String message) {
    super(message);
    this.sentence = message;
  }

  /** Makes one with the sentence that the operator will read, and what caused it for the log. */
  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
    this.sentence = message;
  }

  /** The sentence that the operator will read. */
  @Override
  public String getMessage() {
    return sentence;
  }
}
