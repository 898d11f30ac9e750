package org.failovermon.engine.probe;

import java.nio.file.Path;
import org.failovermon.engine.model.InvalidValueException;

/**
 * The bounds of the probes. What finds no place waits its turn; the wait counts towards the timeout
 * of the check and is told.
 *
 * @param home the home of the installation: where plugins run
 * @param connections how many checks that talk over the network run at once, 1 to 65,536
 * @param plugins how many plugins run at once, 1 to 1,024
 * @param closures how many checks written in Groovy run at once, 1 to 1,024
 * @param waiting how many checks of each of these three kinds may wait, 0 to 1,000,000
 */
public record ProbeSettings(Path home, int connections, int plugins, int closures, int waiting) {
  private static final int MOST_CONNECTIONS = 65_536;
  private static final int MOST_THREADS = 1_024;
  private static final int MOST_WAITING = 1_000_000;

  /**
   * Checks the ranges.
   *
   * @throws InvalidValueException when a value is out of its range
   */
  public ProbeSettings {
    within("connections", connections, 1, MOST_CONNECTIONS);
    within("plugins", plugins, 1, MOST_THREADS);
    within("closures", closures, 1, MOST_THREADS);
    within("waiting checks", waiting, 0, MOST_WAITING);
  }

  /** 4,096 connections, 64 plugins, 64 closures, 65,536 that wait. */
  public static ProbeSettings withDefaults(Path home) {
    return new ProbeSettings(home, 4_096, 64, 64, 65_536);
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          "the number of " + what + " must be " + least + " to " + most + ", was " + value);
    }
  }
}
