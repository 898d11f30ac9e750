package org.failovermon.engine.heartbeat;

/** A key file cannot be used. The message is meant for the operator and says how to mend it. */
public final class KeyFileException extends Exception {
  private final String sentence;

  KeyFileException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** The sentence for the operator. */
  @Override
  public String getMessage() {
    return sentence;
  }
}
