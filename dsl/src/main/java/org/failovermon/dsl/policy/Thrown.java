package org.failovermon.dsl.policy;

import java.time.Duration;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;

/** Says what an evaluation threw. Pure. */
final class Thrown {
  private Thrown() {}

  static String describe(Throwable thrown, Duration limit) {
    return switch (thrown) {
      case InterruptedException late ->
          "reading this file took longer than "
              + Durations.show(limit)
              + "; look for a loop that does not end";
      case StackOverflowError deep ->
          "a function calls itself here without end; give it a case in which it does not";
      case OutOfMemoryError large -> "reading this file takes too much memory; make it smaller";
      case InvalidValueException wrong -> String.valueOf(wrong.getMessage());
      case AssertionError wrong -> "assertion failed" + said(wrong);
      default -> "the policy fails here: " + thrown.getClass().getSimpleName() + said(thrown);
    };
  }

  private static String said(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null || message.isBlank()
        ? ""
        : ": " + message.strip().lines().findFirst().orElse("");
  }
}
