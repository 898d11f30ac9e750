package org.failovermon.engine.action;

import java.nio.file.Path;
import java.time.Duration;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;

/**
 * What the configuration says of action scripts.
 *
 * @param home the home of the installation: where programs run
 * @param ownScripts the installation's own scripts folder, with {@code lost-pulse}, {@code
 *     regain-pulse} and {@code jobs} in it; need not exist
 * @param shippedScripts the scripts folder that ships; files in {@code ownScripts} shadow it
 * @param deadline how long a run may take; 1 s to 7 days; default 10 min
 * @param outputLimitBytes most bytes of output kept with a run; 1 KiB to 64 MiB; default 1 MiB
 * @param notices where {@code notify} sends
 */
public record ActionSettings(
    Path home,
    Path ownScripts,
    Path shippedScripts,
    Duration deadline,
    int outputLimitBytes,
    NoticeSettings notices) {
  /** Deadline of a run where the configuration names none. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);

  /** Output limit where the configuration names none: 1 MiB. */
  public static final int DEFAULT_OUTPUT_LIMIT_BYTES = 1 << 20;

  private static final Duration LONGEST = Duration.ofDays(7);
  private static final int LEAST_OUTPUT = 1 << 10;
  private static final int MOST_OUTPUT = 64 << 20;

  /**
   * Checks the ranges.
   *
   * @throws InvalidValueException when a value is out of its range
   */
  public ActionSettings {
    home = home.toAbsolutePath();
    ownScripts = ownScripts.toAbsolutePath();
    shippedScripts = shippedScripts.toAbsolutePath();
    if (deadline.compareTo(Duration.ofSeconds(1)) < 0 || deadline.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "deadline of [run] must be 1 s to 7 days, was " + Durations.show(deadline));
    }
    if (outputLimitBytes < LEAST_OUTPUT || outputLimitBytes > MOST_OUTPUT) {
      throw new InvalidValueException(
          "output-limit of [run] must be 1 KiB to 64 MiB, was " + outputLimitBytes + " bytes");
    }
  }

  /** Settings with the default deadline and output limit, and nobody to tell. */
  public static ActionSettings withDefaults(Path home, Path ownScripts, Path shippedScripts) {
    return new ActionSettings(
        home,
        ownScripts,
        shippedScripts,
        DEFAULT_DEADLINE,
        DEFAULT_OUTPUT_LIMIT_BYTES,
        NoticeSettings.NOBODY);
  }
}
