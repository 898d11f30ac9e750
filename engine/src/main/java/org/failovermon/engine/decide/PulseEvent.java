package org.failovermon.engine.decide;

import java.time.Duration;
import org.failovermon.engine.model.Health;
import org.jspecify.annotations.Nullable;

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
   * @param newcomer the grace is that of a host which this installation never saw, and no boot is
   *     the reason: it usually ends with the first beat and is not spoken of
   */
  record Started(long now, long graceUntil, boolean wasUp, boolean newcomer) implements PulseEvent {
    /** A start whose grace, if there is one, is that after a boot. */
    public Started(long now, long graceUntil, boolean wasUp) {
      this(now, graceUntil, wasUp, false);
    }
  }

  /** The monitor is stopped. */
  record Stopped(long now) implements PulseEvent {}

  /**
   * The try under way was answered.
   *
   * @param health what the responder says of itself
   * @param incarnation of the responder
   * @param path address of the path that the answer came by
   * @param members what is well of a monitor that asks checks as well, or empty
   */
  record Answered(long now, Health health, long incarnation, String path, String members)
      implements PulseEvent {
    /** An answer to a monitor that asks the heartbeat alone. */
    public Answered(long now, Health health, long incarnation, String path) {
      this(now, health, incarnation, path, "");
    }

    /** The same answer, with what else is well. */
    public Answered with(String well) {
      return new Answered(now, health, incarnation, path, well);
    }
  }

  /**
   * The try under way was not answered in time.
   *
   * @param how what was seen, as the end of a sentence: "no answer on 2 paths within 1 s"
   * @param suspicion why we may be the one who is cut off, or empty; a reason that arose or went
   *     away within the try counts
   * @param hold what keeps the host from being judged lost now, or null; it holds without a bound
   *     of its own, until it is gone
   * @param outage number that an outage gets if this miss opens one
   */
  record Missed(long now, String how, String suspicion, @Nullable Hold hold, long outage)
      implements PulseEvent {
    /** A miss that nothing outside holds back. */
    public Missed(long now, String how, String suspicion, long outage) {
      this(now, how, suspicion, null, outage);
    }
  }

  /**
   * What keeps a host from being judged lost.
   *
   * @param why one that is {@linkplain Phase.HoldReason#unbounded() unbounded}
   * @param because the reason, as a clause: "its parent router1 is lost"
   */
  record Hold(Phase.HoldReason why, String because) {}

  /**
   * The members that a beat asks are well, other than by an answer of the heartbeat alone.
   *
   * @param how which of them, as the end of a sentence
   */
  record Well(long now, String how) implements PulseEvent {}

  /**
   * The try under way counts neither way: members whose state is not known would decide.
   *
   * @param how which of them, as the end of a sentence
   */
  record Undecided(long now, String how) implements PulseEvent {}

  /**
   * What held the host back is gone, or its maintenance window ended: it is judged afresh.
   *
   * @param because what is over, as a sentence
   */
  record Released(long now, String because) implements PulseEvent {}

  /**
   * The try under way is worthless, because we were paused ourselves.
   *
   * @param pause how long
   * @param hold as {@link Missed#hold}
   * @param outage number that an outage gets if the limit of "cannot judge" is over
   */
  record Voided(long now, Duration pause, @Nullable Hold hold, long outage) implements PulseEvent {
    /** A void try while nothing outside holds back. */
    public Voided(long now, Duration pause, long outage) {
      this(now, pause, null, outage);
    }
  }

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
