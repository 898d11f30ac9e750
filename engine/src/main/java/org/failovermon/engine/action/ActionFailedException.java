package org.failovermon.engine.action;

/** An effect of an action script failed; the message is part of the run's result. */
public final class ActionFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes one with what happened, for people. */
  public ActionFailedException(String sentence) {
    super(sentence);
  }
}
