package org.failovermon.app.control;

import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import tools.jackson.databind.JsonNode;

/**
 * Where the command line has its work done: by the daemon through the socket, or by itself when
 * there is none. Errors for the operator are thrown as {@link org.failovermon.app.Refusal}.
 */
public interface Desk extends AutoCloseable {
  /** Has something changed, and waits until the change is committed. */
  Reply operate(OperatorCommand command);

  /** Has the daemon do something. */
  Reply command(DaemonCommand command);

  /** Asks for a document. */
  JsonNode ask(Query query);

  /** What an operator must know of the desk itself, besides what it answers. */
  default java.util.List<String> remarks() {
    return java.util.List.of();
  }

  /** Whether a daemon does the work. */
  boolean daemon();

  @Override
  void close();
}
