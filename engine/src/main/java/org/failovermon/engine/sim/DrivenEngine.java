package org.failovermon.engine.sim;

import org.failovermon.engine.port.Inbox;

/** The engine's shell as the world drives it, one duty cycle at a time. */
public interface DrivenEngine extends Inbox {
  /** One duty cycle: drain the link, handle what waits in the inbox, expire deadlines. */
  void cycle();

  /** When it next wants a cycle, in nanoseconds of its clock; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNanos();
}
