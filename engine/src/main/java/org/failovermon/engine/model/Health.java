package org.failovermon.engine.model;

/**
 * What a responder says of its own host in each answer.
 *
 * @param diskStalls writing and syncing a small file in the home has not come back within its
 *     deadline
 * @param schedulerStarves the engine or its timers run too late to be trusted
 */
public record Health(boolean diskStalls, boolean schedulerStarves) {
  /** All is well. */
  public static final Health GOOD = new Health(false, false);

  /** Whether anything is wrong. */
  public boolean sick() {
    return diskStalls || schedulerStarves;
  }

  /** What is wrong, as part of a sentence: "its disk stalls". Empty when all is well. */
  public String complaint() {
    if (diskStalls && schedulerStarves) {
      return "its disk stalls and its scheduler starves";
    }
    return diskStalls ? "its disk stalls" : schedulerStarves ? "its scheduler starves" : "";
  }
}
