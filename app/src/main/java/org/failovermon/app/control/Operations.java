package org.failovermon.app.control;

import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;

/** What a daemon can have done for callers that may. Thread-safe; each call blocks, bounded. */
public interface Operations {
  /** Has the engine change something; returns once it is committed or refused. */
  Reply operate(String who, OperatorCommand command);

  /** Has the daemon do something. */
  Reply command(String who, DaemonCommand command);

  /** Records that a caller without the rights wanted something. */
  void refused(String who, String what);
}
