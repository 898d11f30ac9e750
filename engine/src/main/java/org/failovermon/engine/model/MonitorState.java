package org.failovermon.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a monitor across restarts. Wall times are records; no deadline of this boot is
 * derived from them, except the end of an announced absence, which is bounded by 15 minutes anyway.
 *
 * @param host the monitored host
 * @param started whether the monitor is meant to run (the operator started it and did not stop it)
 * @param verdict the last committed verdict
 * @param since when that verdict was reached
 * @param because the sentence that explains it
 * @param openOutage the outage that is open, or 0. An outage belongs to the host: it survives stop,
 *     start, modify and restarts (SEEDS §1)
 * @param lastAnswer when the host last answered, or null if never; written with the other fields,
 *     not with each beat
 * @param incarnation highest incarnation of the host's responder that was seen, or 0
 * @param announcement highest announcement number seen within that incarnation, or 0
 * @param absentUntil end of the absence that the host announced, or null
 */
public record MonitorState(
    HostName host,
    boolean started,
    Verdict verdict,
    Instant since,
    String because,
    long openOutage,
    @Nullable Instant lastAnswer,
    long incarnation,
    long announcement,
    @Nullable Instant absentUntil) {

  /** The state of a monitor that was just added: stopped, nothing known. */
  public static MonitorState added(HostName host, Instant now) {
    return new MonitorState(
        host, false, Verdict.STOPPED, now, "the monitor was added", 0, null, 0, 0, null);
  }

  /** The same, of a monitor that is meant to run, or not. */
  public MonitorState meantToRun(boolean run) {
    return new MonitorState(
        host,
        run,
        verdict,
        since,
        because,
        openOutage,
        lastAnswer,
        incarnation,
        announcement,
        absentUntil);
  }
}
