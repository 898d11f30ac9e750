package org.failovermon.dsl.policy;

import java.time.Duration;
import java.time.ZoneId;
import org.failovermon.dsl.words.DefaultsWords;
import org.jspecify.annotations.Nullable;

/** Reads a defaults block. */
final class DefaultsBlock extends BeatBlock implements DefaultsWords {
  private @Nullable ZoneId zone;
  private @Nullable Duration checkEvery;
  private @Nullable Duration checkTimeout;
  private @Nullable Integer failAfter;
  private @Nullable Integer recoverAfter;

  DefaultsBlock(Reading reading) {
    super(reading);
  }

  Defaults result() {
    return new Defaults(
        every,
        retries,
        timeout,
        startAtReboot,
        byHand,
        lostPulse,
        regainPulse,
        deadline,
        zone,
        checkEvery,
        checkTimeout,
        failAfter,
        recoverAfter);
  }

  @Override
  public void zone(String name) {
    zone = reading().zone(name, once("zone"));
  }

  @Override
  public void checkEvery(Duration interval) {
    if (within(once("checkEvery"), interval, CheckBlock.MIN_INTERVAL, CheckBlock.MAX_INTERVAL)) {
      checkEvery = interval;
    }
  }

  @Override
  public void checkTimeout(Duration time) {
    if (within(once("checkTimeout"), time, CheckBlock.MIN_TIMEOUT, CheckBlock.MAX_TIMEOUT)) {
      checkTimeout = time;
    }
  }

  @Override
  public void failAfter(int failures) {
    if (within(once("failAfter"), failures, 1, CheckBlock.MOST)) {
      failAfter = failures;
    }
  }

  @Override
  public void recoverAfter(int results) {
    if (within(once("recoverAfter"), results, 1, CheckBlock.MOST)) {
      recoverAfter = results;
    }
  }
}
