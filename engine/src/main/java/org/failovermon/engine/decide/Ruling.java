package org.failovermon.engine.decide;

import org.failovermon.engine.model.policy.RuleSpec;

/**
 * What the rule book decided of one rule and one event.
 *
 * @param rule the rule
 * @param ground what decided it
 * @param key what the rule acts on at most once
 * @param because the decision as a full sentence
 */
public record Ruling(RuleSpec rule, Ground ground, String key, String because) {
  /** Whether the rule acts. */
  public boolean acts() {
    return ground == Ground.ACTS;
  }

  /** What decided. */
  public enum Ground {
    /** Nothing spoke against it: the rule acts. */
    ACTS,
    /** A maintenance window is on. */
    MAINTENANCE,
    /** It has acted on the same before. */
    ALREADY,
    /** Its condition does not hold. */
    CONDITION,
    /** It has acted as often as it may. */
    CAP,
    /** Too many of its runs wait already. */
    CROWDED
  }
}
