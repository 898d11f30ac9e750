package org.failovermon.engine.shell;

import java.time.Duration;

/**
 * What an installation configures of the engine as a whole.
 *
 * @param grace after a boot of this machine, a host that was never seen is not judged lost for so
 *     long; default 2 min, 0 for the original's behaviour (SEEDS §1)
 * @param holdBack longest delay of a verdict because we suspect ourselves; default 30 s
 * @param cannotJudgeLimit longest time that our own pauses keep us from judging; default 60 s
 * @param runUnrecorded whether scripts run although the store cannot record them; default false
 */
public record EngineSettings(
    Duration grace, Duration holdBack, Duration cannotJudgeLimit, boolean runUnrecorded) {
  /** The defaults. */
  public static final EngineSettings DEFAULT =
      new EngineSettings(
          Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofSeconds(60), false);
}
