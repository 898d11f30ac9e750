package org.failovermon.engine.action;

/** A script cannot be run; the message is the sentence for the operator. */
public final class ScriptRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Makes one with the sentence that the operator will read. */
  public ScriptRejectedException(String sentence) {
    super(sentence);
  }
}
