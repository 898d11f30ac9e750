package org.failovermon.engine.decide;

import java.time.Duration;
import org.failovermon.engine.model.Health;

/**
 * What happens to one monitor. Every event carries the monotonic time at which it is judged, in
 * nanoseconds.
 */
public sealed interface PulseEvent {
  /** When, in nanoseconds of the monotonic clock. */
  long now();

  /**
   * The monitor is started.
   *
   * @param graceUntil before this a host that was never seen is not judged lost; {@code now} for no
   *     grace
   * @param wasUp the host was up when this engine last ran, within the same boot of this machine
   */
  record Started(long now, long graceUntil, boolean wasUp) implements PulseEvent {}

  /** The monitor is stopped. */
  record Stopped(long now) implements PulseEvent {}

  /**
   * The try under way was answered.
   *
   * @param health what the responder says of itself
   * @param incarnation of the responder
   * @param path address of the path that the answer came by
   */
  record Answered(long now, Health health, long incarnation, String path) implements PulseEvent {}

  /**
   * The try under way was not answered in time.
   *
   * @param how what was seen, as the end of a sentence: "no answer on 2 paths within 1 s"
   * @param suspicion why we may be the one who is cut off, or empty; a reason that arose or went
   *     away within the try counts
   * @param outage number that an outage gets if this miss opens one
   */
  record Missed(long now, String how, String suspicion, long outage) implements PulseEvent {}

  /**
   * The try under way is worthless, because we were paused ourselves.
   *
   * @param pause how long
   * @param outage number that an outage gets if the limit of "cannot judge" is over
   */
  record Voided(long now, Duration pause, long outage) implements PulseEvent {}

  /**
   * The host announced an absence, or took it back.
   *
   * @param incarnation of the responder
   * @param number of the announcement within the incarnation
   * @param absence how long; zero takes it back
   */
  record Announced(long now, long incarnation, long number, Duration absence)
      implements PulseEvent {}
}
