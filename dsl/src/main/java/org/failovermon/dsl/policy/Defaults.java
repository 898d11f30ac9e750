package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the things of one file have in common; null where nothing is said.
 *
 * @param lostPulse a script
 * @param regainPulse a script
 */
record Defaults(
    @Nullable Duration every,
    @Nullable Integer retries,
    @Nullable Duration timeout,
    @Nullable Boolean startAtReboot,
    boolean byHand,
    @Nullable Action lostPulse,
    @Nullable Action regainPulse,
    @Nullable Duration deadline,
    @Nullable ZoneId zone,
    @Nullable Duration checkEvery,
    @Nullable Duration checkTimeout,
    @Nullable Integer failAfter,
    @Nullable Integer recoverAfter) {
  static final Defaults NONE =
      new Defaults(null, null, null, null, false, null, null, null, null, null, null, null, null);

  /** A script by name, or in place. */
  sealed interface Action {
    Spot spot();

    /** By name. */
    record Named(String script, Spot spot) implements Action {}

    /** In place. */
    record Block(Closure<?> code, Spot spot) implements Action {}
  }
}
