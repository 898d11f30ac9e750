package org.failovermon.engine.model.check;

import java.time.Duration;

/** A check written in Groovy. Called on a thread of its own, interrupted at its timeout. */
public interface ProbeCode {
  /**
   * Makes the check once.
   *
   * @param context what it may do
   * @return what it found; {@code took} is filled in by the caller
   * @throws Exception any: the result is then unknown, with the message
   */
  CheckResult check(ProbeContext context) throws Exception;

  /** What a check written in Groovy may do. */
  interface ProbeContext {
    /** Time that is left until the timeout. */
    Duration left();

    /** Makes another probe, as part of this check. */
    CheckResult probe(Probe probe);
  }
}
