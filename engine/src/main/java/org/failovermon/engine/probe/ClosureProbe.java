package org.failovermon.engine.probe;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.ProbeCode;

/** Runs checks written in Groovy, each on a thread of its own. */
final class ClosureProbe {
  /** Makes another probe, as an attempt of its own within the time that is left. */
  @FunctionalInterface
  interface Maker {
    void make(Probe probe, Duration timeout, BlockingQueue<CheckResult> result);
  }

  private ClosureProbe() {}

  static Finding probe(Attempt attempt, Probe.Closure probe, Maker maker)
      throws InterruptedException {
    attempt.atTimeout(
        Status.CRITICAL,
        "the Groovy check did not end within "
            + Durations.show(attempt.timeout())
            + ", and was interrupted");
    try {
      CheckResult result = probe.code().check(new Context(attempt, maker));
      return result == null
          ? Finding.unknown("the Groovy check returned nothing")
          : new Finding(result.status(), result.text(), result.figures());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      String message = e.getMessage();
      return Finding.unknown(
          "the Groovy check failed: "
              + (message == null || message.isBlank() ? e.getClass().getSimpleName() : message));
    }
  }

  private record Context(Attempt attempt, Maker maker) implements ProbeCode.ProbeContext {
    @Override
    public Duration left() {
      return attempt.left();
    }

    @Override
    public CheckResult probe(Probe probe) {
      if (probe instanceof Probe.Closure) {
        return CheckResult.of(
            Status.UNKNOWN, "a Groovy check cannot make another Groovy check", Duration.ZERO);
      }
      BlockingQueue<CheckResult> result = new ArrayBlockingQueue<>(1);
      maker.make(probe, attempt.left(), result);
      try {
        return result.take(); // every attempt ends at its timeout
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return CheckResult.of(
            Status.UNKNOWN, "the check was interrupted at its timeout", Duration.ZERO);
      }
    }
  }
}
