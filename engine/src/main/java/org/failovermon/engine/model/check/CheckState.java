package org.failovermon.engine.model.check;

import java.time.Instant;

/**
 * What is kept of a check across restarts and edits.
 *
 * @param check its name
 * @param verdict the last committed verdict
 * @param flapping whether it changes so often that nothing acts on it
 * @param since when that verdict was reached
 * @param because the sentence that explains it
 * @param incident number of the newest incident of this check, from 1, or 0 if it never failed
 */
public record CheckState(
    String check,
    CheckVerdict verdict,
    boolean flapping,
    Instant since,
    String because,
    long incident) {

  /** The state of a check that was never made. */
  public static CheckState added(String check, Instant now) {
    return new CheckState(check, CheckVerdict.UNKNOWN, false, now, "the check was not made yet", 0);
  }
}
