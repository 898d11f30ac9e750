package org.failovermon.engine.shell;

import org.failovermon.engine.decide.CheckMemory;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckState;
import org.jspecify.annotations.Nullable;

/** One service check as the engine keeps it in memory. Engine's thread only. */
final class Check {
  final String name;
  CheckSpec spec;
  CheckMemory memory;
  CheckState saved;

  /** When it is made next, on the monotonic clock. */
  long dueAt;

  /** Grows whenever its due time is set anew; what was planned before is void. */
  long plan;

  /** Number of the execution under way, or 0. */
  long ticket;

  /** Whether the execution under way was begun for what the policy said before an edit. */
  boolean outdated;

  long startedAt;
  long pausedBefore;

  /** Whether this process saw a result that counts of what the policy says now. */
  boolean seen;

  /** Whether one of those was a failure: a verdict of a process before this one is not enough. */
  boolean seenFailing;

  /** Our pauses up to the newest result that counts. */
  long pausedAtResult;

  /** Results in a row that were void. */
  int voids;

  /** What holds it back now, or empty. */
  String hold = "";

  @Nullable CheckResult last;
  long lastAt;

  Check(CheckSpec spec, CheckMemory memory, CheckState saved) {
    this.name = spec.name();
    this.spec = spec;
    this.memory = memory;
    this.saved = saved;
  }

  boolean underWay() {
    return ticket != 0;
  }
}
