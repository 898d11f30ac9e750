package org.failovermon.engine.sim;

import java.util.Optional;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;

/** A command that an operator gave in a world, and the answer, once there is one. */
public final class OperatorCall {
  private final OperatorCommand command;
  private @Nullable Reply reply;

  OperatorCall(OperatorCommand command) {
    this.command = command;
  }

  /** The command. */
  public OperatorCommand command() {
    return command;
  }

  /** The answer; empty while there is none, and for ever if the engine died before it. */
  public Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }

  void answer(Reply newReply) {
    if (reply != null) {
      throw new IllegalStateException("the operator was answered twice: " + command);
    }
    reply = newReply;
  }
}
