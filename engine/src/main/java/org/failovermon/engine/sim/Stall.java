package org.failovermon.engine.sim;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts the calls to an engine's ports, and knows at which of them its process is to stop. */
final class Stall {
  /** What is to happen at a call. */
  sealed interface What {}

  /** Nothing. */
  record GoOn() implements What {}

  /** The process is paused, or its whole machine suspended. */
  record Pause(Duration time, boolean wholeMachine) implements What {}

  /** The process is killed. */
  record Kill() implements What {}

  private static final What GO_ON = new GoOn();

  private long calls;
  private long target;
  private @Nullable What planned;

  void pauseAt(int call, Duration time, boolean wholeMachine) {
    target = calls + call;
    planned = new Pause(time, wholeMachine);
  }

  void killAt(int call) {
    target = calls + call;
    planned = new Kill();
  }

  void callOff() {
    planned = null;
  }

  long calls() {
    return calls;
  }

  void passed() {
    calls++;
  }

  What call() {
    calls++;
    What due = planned;
    if (due != null && calls >= target) {
      planned = null;
      return due;
    }
    return GO_ON;
  }
}
