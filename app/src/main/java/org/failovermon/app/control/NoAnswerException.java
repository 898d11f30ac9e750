package org.failovermon.app.control;

/** A daemon is there and does not answer; the message is a sentence for the operator. */
public final class NoAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one. */
  public NoAnswerException(String sentence) {
    super(sentence);
  }
}
