package org.failovermon.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of an action script, from its request to its result.
 *
 * @param id number of the run, from 1, unique within the installation
 * @param kind why it runs
 * @param subject the host, or the name of the job or rule; runs of one subject happen one at a
 *     time, in the order of their ids
 * @param outage the outage that called for it, or 0 for a job or rule
 * @param script the script as the operator named it
 * @param status where it stands
 * @param reason the sentence of the verdict, job or rule that called for it
 * @param requestedAt when it was called for
 * @param startedAt when it was started, or null
 * @param endedAt when it ended, or null
 * @param exitCode the exit code of the program, or null where there is none
 * @param result one sentence on how it ended; empty until then
 * @param retryOf the run that this one repeats, or 0
 */
public record Run(
    long id,
    RunKind kind,
    String subject,
    long outage,
    ScriptRef script,
    RunStatus status,
    String reason,
    Instant requestedAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Integer exitCode,
    String result,
    long retryOf) {

  /** The same run, started now. */
  public Run started(Instant now) {
    return new Run(
        id,
        kind,
        subject,
        outage,
        script,
        RunStatus.RUNNING,
        reason,
        requestedAt,
        now,
        null,
        null,
        "",
        retryOf);
  }

  /** The same run with another status and the sentence that explains it. */
  public Run ended(RunStatus newStatus, Instant now, @Nullable Integer code, String newResult) {
    return new Run(
        id,
        kind,
        subject,
        outage,
        script,
        newStatus,
        reason,
        requestedAt,
        startedAt,
        now,
        code,
        newResult,
        retryOf);
  }
}
