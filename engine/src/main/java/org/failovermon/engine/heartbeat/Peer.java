package org.failovermon.engine.heartbeat;

import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.HostName;

/** A monitored host: its lines, and the nonces of its newest tries. Engine's thread only. */
final class Peer {
  /** How many tries are remembered, so that a late answer is known for what it is. */
  static final int REMEMBERED = 16;

  static final int UNKNOWN = -1;

  final HostName host;
  final List<Line> lines = new ArrayList<>();

  private final long[] high = new long[REMEMBERED];
  private final long[] low = new long[REMEMBERED];
  private final long[] startedNanos = new long[REMEMBERED];
  private long tries;
  private long incarnation = -1;
  private long number;

  /** The key of its newest answer, as far as it is known here. */
  int answeredKey;

  boolean answeredByKey;

  Peer(HostName host) {
    this.host = host;
  }

  /** Begins a try: returns the slot that it is remembered in. */
  int begin(Nonce nonce, long nowNanos) {
    tries++;
    int slot = slot();
    high[slot] = nonce.high();
    low[slot] = nonce.low();
    startedNanos[slot] = nowNanos;
    return slot;
  }

  boolean tried() {
    return tries > 0;
  }

  /** The slot of the try under way. */
  int slot() {
    return (int) (tries % REMEMBERED);
  }

  Nonce nonce() {
    return new Nonce(high[slot()], low[slot()]);
  }

  long startedNanos(int slot) {
    return startedNanos[slot];
  }

  /** The slot of the try that had this nonce, or {@link #UNKNOWN}. */
  int slotOf(Nonce nonce) {
    int remembered = (int) Math.min(tries, REMEMBERED);
    for (int back = 0; back < remembered; back++) {
      int slot = (int) ((tries - back) % REMEMBERED);
      if (high[slot] == nonce.high() && low[slot] == nonce.low()) {
        return slot;
      }
    }
    return UNKNOWN;
  }

  /**
   * Whether an answer to the try under way brings an announcement that is newer than all before;
   * remembers it if so. Such an answer says for certain which incarnation speaks now, also one that
   * is smaller: the host was installed anew.
   */
  boolean isNewsOfAnswer(long ofIncarnation, long ofNumber) {
    if (ofIncarnation != incarnation) {
      incarnation = ofIncarnation;
      number = 0;
    }
    return isNews(ofIncarnation, ofNumber);
  }

  /**
   * Whether an announcement that came by itself is newer than all before; remembers it if so. It
   * may have been held back by somebody, so an incarnation that is smaller is an old one.
   */
  boolean isNews(long ofIncarnation, long ofNumber) {
    if (ofNumber == 0
        || ofIncarnation < incarnation
        || (ofIncarnation == incarnation && ofNumber <= number)) {
      return false;
    }
    incarnation = ofIncarnation;
    number = ofNumber;
    return true;
  }
}
