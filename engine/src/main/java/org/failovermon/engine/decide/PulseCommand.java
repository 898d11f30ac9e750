package org.failovermon.engine.decide;

/** What must happen because of a decision. Carried out only after the decision is committed. */
public sealed interface PulseCommand {
  /**
   * Open the outage and run lost-pulse, once.
   *
   * @param outage its number
   */
  record LosePulse(long outage) implements PulseCommand {}

  /**
   * End the outage and run regain-pulse, if its lost-pulse ran.
   *
   * @param outage its number
   */
  record RegainPulse(long outage) implements PulseCommand {}

  /**
   * Warn the operator; nothing is committed for it.
   *
   * @param text the sentence
   */
  record Warn(String text) implements PulseCommand {}
}
