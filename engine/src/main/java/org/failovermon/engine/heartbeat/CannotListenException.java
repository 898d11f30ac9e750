package org.failovermon.engine.heartbeat;

import java.io.IOException;

/** No address could be bound. The message is for the operator: port, address and remedy. */
public final class CannotListenException extends IOException {
  private final String sentence;

  CannotListenException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** The sentence for the operator. */
  @Override
  public String getMessage() {
    return sentence;
  }
}
