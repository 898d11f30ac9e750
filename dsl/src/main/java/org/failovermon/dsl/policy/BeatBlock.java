package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.time.Duration;
import org.failovermon.dsl.words.BeatWords;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.MonitorSpec;
import org.jspecify.annotations.Nullable;

/** Reads what monitors and their defaults have in common. */
abstract class BeatBlock extends BlockReader implements BeatWords {
  static final Duration SHORTEST_RUN = Duration.ofSeconds(1);
  static final Duration LONGEST_RUN = Duration.ofDays(31);

  @Nullable Duration every;
  @Nullable Integer retries;
  @Nullable Duration timeout;
  @Nullable Boolean startAtReboot;
  boolean byHand;
  Defaults.@Nullable Action lostPulse;
  Defaults.@Nullable Action regainPulse;
  @Nullable Duration deadline;

  BeatBlock(Reading reading) {
    super(reading);
  }

  /** Whether an interval is acceptable; a problem if not. */
  final boolean interval(Spot spot, Duration value) {
    if (value.isZero()
        || (value.compareTo(MonitorSpec.MIN_INTERVAL) >= 0
            && value.compareTo(MonitorSpec.MAX_INTERVAL) <= 0)) {
      return true;
    }
    problem(
        spot,
        "'every' must be 0 or 10 ms to 366 days, was "
            + Durations.show(value)
            + "; raise it or remove it"
                .replace(
                    "raise", value.compareTo(MonitorSpec.MIN_INTERVAL) < 0 ? "raise" : "lower"));
    return false;
  }

  @Override
  public void every(Duration interval) {
    if (interval(once("every"), interval)) {
      every = interval;
    }
  }

  @Override
  public void retries(int count) {
    if (within(once("retries"), count, 0, MonitorSpec.MAX_RETRIES)) {
      retries = count;
    }
  }

  @Override
  public void timeout(Duration time) {
    if (within(once("timeout"), time, MonitorSpec.MIN_TIMEOUT, MonitorSpec.MAX_TIMEOUT)) {
      timeout = time;
    }
  }

  @Override
  public void startAtReboot(boolean yes) {
    once("start", "startAtReboot");
    startAtReboot = yes;
  }

  @Override
  public void startsByHand() {
    once("start", "startsByHand");
    byHand = true;
  }

  @Override
  public void lostPulse(String script) {
    lostPulse = new Defaults.Action.Named(script, once("lostPulse"));
  }

  @Override
  public void lostPulse(Closure<?> block) {
    lostPulse = new Defaults.Action.Block(block, once("lostPulse"));
  }

  @Override
  public void regainPulse(String script) {
    regainPulse = new Defaults.Action.Named(script, once("regainPulse"));
  }

  @Override
  public void regainPulse(Closure<?> block) {
    regainPulse = new Defaults.Action.Block(block, once("regainPulse"));
  }

  @Override
  public void deadline(Duration time) {
    if (within(once("deadline"), time, SHORTEST_RUN, LONGEST_RUN)) {
      deadline = time;
    }
  }
}
