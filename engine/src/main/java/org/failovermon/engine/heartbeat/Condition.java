package org.failovermon.engine.heartbeat;

import org.failovermon.engine.model.Health;

/**
 * What a responder says of itself in each answer and announcement.
 *
 * @param incarnation grows with each start of the responder; 0 or more
 * @param number of its newest announcement in this incarnation, 0 while there was none
 * @param absentMillis what is left of the absence that it announced, 0 when it announced none or
 *     took it back; at most 4,294,967,295
 * @param health its disk, its scheduler
 */
public record Condition(long incarnation, long number, long absentMillis, Health health) {
  static final long MAX_ABSENT_MILLIS = 0xFFFF_FFFFL;

  /** Checks the ranges. */
  public Condition {
    if (incarnation < 0 || number < 0 || absentMillis < 0 || absentMillis > MAX_ABSENT_MILLIS) {
      throw new IllegalArgumentException(
          "condition out of range: incarnation "
              + incarnation
              + ", number "
              + number
              + ", absent "
              + absentMillis
              + " ms");
    }
  }
}
