package org.failovermon.engine.shell;

import java.util.List;
import java.util.function.Consumer;
import org.failovermon.engine.port.Reply;

/** Answers as soon as what was done is committed. */
record ReplyWhenCommitted(Consumer<Reply> to, Reply reply) implements Ledger.After {
  @Override
  public void committed() {
    to.accept(reply);
  }

  @Override
  public boolean faulty(String fault) {
    to.accept(
        new Reply(
            1,
            reply.messages(),
            reply.warnings(),
            List.of(
                "it is in force, but not recorded yet and lost if the engine stops now: "
                    + fault)));
    return true;
  }
}
