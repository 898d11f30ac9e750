package org.failovermon.engine.sim;

import java.util.List;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Write;

/** Hears what passes through the ports of an engine, so that invariants can be checked. */
public interface Probe {
  /** What can happen to the process of an engine. */
  enum Life {
    /** A new process runs. */
    STARTED,
    /** It is paused, or its machine suspended. */
    PAUSED,
    /** It goes on. */
    RESUMED,
    /** It is gone, with all it had in memory. */
    ENDED
  }

  /** Something happened to the process. */
  default void life(Observer observer, Life what) {}

  /** The engine began a try. */
  default void tryBegan(Observer observer, HostName host) {}

  /**
   * An answer to the try under way reached the sockets of the engine's process.
   *
   * @param afterNanos after the beginning of the try
   */
  default void answerArrived(Observer observer, HostName host, Health health, long afterNanos) {}

  /** The engine was handed an answer to the try under way. */
  default void answered(Observer observer, HostName host, Health health) {}

  /** The engine asked for a commit, and the store took it or refused it. */
  default void decided(Observer observer, long batch, List<Write> writes, boolean taken) {}

  /** A batch is on the disk for good. */
  default void durable(Observer observer, long batch, List<Write> writes) {}

  /** A result of a check reached the engine's process. */
  default void checked(Observer observer, String check, CheckResult result) {}

  /** A script was started. */
  default void started(Observer observer, Actions.Order order) {}

  /** A script ended, whether the engine is there to hear of it or not. */
  default void ended(Observer observer, Actions.Order order) {}

  /** The operator was answered. */
  default void replied(Observer observer, OperatorCall call) {}
}
