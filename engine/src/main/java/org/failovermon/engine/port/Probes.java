package org.failovermon.engine.port;

import org.failovermon.engine.model.check.CheckSpec;

/** Executes service checks. Called from the engine's thread; never blocks it. */
public interface Probes {
  /**
   * Makes a check once. Its result arrives in the {@link Inbox} exactly once, as {@link
   * Event.Checked} with the same ticket, at the timeout of the check at the latest and a little
   * more.
   *
   * @param check what to ask
   * @param ticket number of this execution, unique within the process
   */
  void start(CheckSpec check, long ticket);
}
