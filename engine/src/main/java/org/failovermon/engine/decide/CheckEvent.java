package org.failovermon.engine.decide;

import java.time.Duration;
import org.failovermon.engine.model.check.CheckResult;

/** What the check machine is told. */
public sealed interface CheckEvent {
  /**
   * An execution of the check ended.
   *
   * @param now on the monotonic clock, in nanoseconds
   * @param result what it found
   * @param hold why no incident may open now, as a sentence ("its parent router1 is lost"), or
   *     empty
   */
  record Executed(long now, CheckResult result, String hold) implements CheckEvent {}

  /** What held it back is over. */
  record Released() implements CheckEvent {}

  /**
   * An execution failed while we were paused ourselves.
   *
   * @param pause how long we were paused
   */
  record Voided(Duration pause) implements CheckEvent {}
}
