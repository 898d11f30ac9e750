package org.failovermon.engine.decide;

import java.time.Duration;
import org.failovermon.engine.model.HostName;

/**
 * What the Pulse machine must know of a monitor and of the installation.
 *
 * @param host the monitored host
 * @param retries misses in a row that are forgiven: lost after {@code 1 + retries} (SEEDS §1)
 * @param timeout how long one try waits
 * @param holdBack longest time that a suspicion of ourselves delays a verdict
 * @param cannotJudgeLimit longest time that our own pauses keep us from judging
 */
public record PulsePolicy(
    HostName host, int retries, Duration timeout, Duration holdBack, Duration cannotJudgeLimit) {

  /** Misses in a row that make an outage. */
  public int limit() {
    return 1 + retries;
  }
}
