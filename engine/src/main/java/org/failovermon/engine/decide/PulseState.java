package org.failovermon.engine.decide;

import org.failovermon.engine.model.Verdict;

/**
 * All that the Pulse machine remembers of one monitor. Immutable.
 *
 * @param phase where it stands
 * @param sickInRow answers in a row in which the responder called itself sick
 * @param voidedInRow tries in a row that our own pauses made worthless
 * @param incarnation newest incarnation of the responder, or 0 if none is known
 * @param announcement newest announcement number within that incarnation, or 0
 * @param absentUntil end of the announced absence on the monotonic clock, or {@link #NOT_ABSENT}
 */
public record PulseState(
    Phase phase,
    int sickInRow,
    int voidedInRow,
    long incarnation,
    long announcement,
    long absentUntil) {

  /** Value of {@code absentUntil} of a host that announced nothing. */
  public static final long NOT_ABSENT = Long.MIN_VALUE;

  /** The state of a monitor that was just added. */
  public static PulseState stopped(long outage) {
    return new PulseState(new Phase.Stopped(outage), 0, 0, 0, 0, NOT_ABSENT);
  }

  /** The verdict. */
  public Verdict verdict() {
    return phase.verdict();
  }

  /** Whether the host is within an absence that it announced. */
  public boolean absent(long now) {
    return absentUntil != NOT_ABSENT && now < absentUntil;
  }

  /** The open outage, or 0. */
  public long outage() {
    return switch (phase) {
      case Phase.Lost lost -> lost.outage();
      case Phase.Stopped stopped -> stopped.outage();
      case Phase.Unknown unknown -> 0;
      case Phase.Up up -> 0;
      case Phase.Missing missing -> 0;
      case Phase.HeldBack heldBack -> 0;
      case Phase.CannotJudge cannotJudge -> 0;
    };
  }

  PulseState with(Phase newPhase) {
    return new PulseState(newPhase, sickInRow, voidedInRow, incarnation, announcement, absentUntil);
  }

  PulseState withSick(int count) {
    return new PulseState(phase, count, voidedInRow, incarnation, announcement, absentUntil);
  }

  PulseState withVoided(int count) {
    return new PulseState(phase, sickInRow, count, incarnation, announcement, absentUntil);
  }

  PulseState withResponder(long newIncarnation, long newAnnouncement, long newAbsentUntil) {
    return new PulseState(
        phase, sickInRow, voidedInRow, newIncarnation, newAnnouncement, newAbsentUntil);
  }
}
