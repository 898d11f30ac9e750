package org.failovermon.engine.decide;

import org.failovermon.engine.model.check.CheckVerdict;

/**
 * What the check machine decided.
 *
 * @param before what it remembered
 * @param next what it remembers from now on
 * @param rule the row of the transition table
 * @param because the reason, a full sentence
 */
public record CheckDecision(CheckMemory before, CheckMemory next, CheckRule rule, String because) {
  /**
   * Holds the decision against its row of the table.
   *
   * @throws IllegalStateException when the row does not allow it: a broken invariant, which stops
   *     the engine
   */
  public CheckDecision {
    if (!rule.allows(before.verdict(), next.verdict())) {
      throw new IllegalStateException(
          "rule "
              + rule
              + " does not lead from "
              + before.verdict().word()
              + " to "
              + next.verdict().word());
    }
  }

  /** The verdict before. */
  public CheckVerdict from() {
    return before.verdict();
  }

  /** The verdict after. */
  public CheckVerdict to() {
    return next.verdict();
  }

  /** Whether the verdict changed. */
  public boolean changed() {
    return from() != to();
  }

  /** Whether flapping began or ended. */
  public boolean flappingChanged() {
    return before.flapping() != next.flapping();
  }

  /** Whether an incident opens. */
  public boolean opens() {
    return !from().failed() && to().failed();
  }

  /** Whether the incident ends. */
  public boolean ends() {
    return from().failed() && !to().failed();
  }

  /** The change as people read it, "failing → failed", or empty if nothing changed. */
  public String change() {
    return changed() ? from().word() + " → " + to().word() : "";
  }
}
