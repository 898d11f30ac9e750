package org.failovermon.engine.port;

import java.util.List;
import org.failovermon.engine.model.HostName;

/** Keeps what must survive. Called from the engine's thread; never blocks it. */
public interface Store {
  /**
   * Commits the writes as a whole, durably, in the order of the calls, some time later on a thread
   * of the store's own. Completion arrives in the {@link Inbox} as {@link Event.Committed}; trouble
   * as {@link Event.StoreFaulty}, after which the store tries again by itself, in order, until it
   * succeeds or is closed.
   *
   * @param batch number of the batch, growing by one with each call
   * @param writes what to write; the same row may occur more than once, the last counts
   * @return false when too many batches are waiting (the disk is full or hangs) and this one was
   *     not taken. The caller tells the operator and acts as for a batch that failed; it will not
   *     be written
   */
  boolean commit(long batch, List<Write> writes);

  /**
   * Notes one beat for the history. Kept in memory and written in packed segments; the newest may
   * be lost in a crash.
   *
   * @param wallMillis when the beat was due, in milliseconds since the epoch
   * @param hit whether it was answered
   * @param roundTripMicros round-trip time in microseconds; 0 for a miss
   */
  void beat(HostName host, long wallMillis, boolean hit, long roundTripMicros);
}
