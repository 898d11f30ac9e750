package org.failovermon.engine.decide;

import java.util.List;
import org.failovermon.engine.model.Verdict;

/**
 * What the Pulse machine decided.
 *
 * @param from the verdict before
 * @param next the state from now on
 * @param commands what must happen, in order
 * @param rule the row of the transition table
 * @param because the reason, a full sentence
 */
public record Decision(
    Verdict from, PulseState next, List<PulseCommand> commands, PulseRule rule, String because) {

  /**
   * Checks the decision against its row of the table.
   *
   * @throws IllegalStateException when the row does not allow it: a broken invariant, which stops
   *     the engine
   */
  public Decision {
    if (!rule.allows(from, next.verdict())) {
      throw new IllegalStateException(
          "rule " + rule + " does not lead from " + from.word() + " to " + next.verdict().word());
    }
  }

  /** The verdict after. */
  public Verdict to() {
    return next.verdict();
  }

  /** Whether the verdict changed. */
  public boolean changed() {
    return from != to();
  }

  /** The change as people read it, "missing → lost", or empty if nothing changed. */
  public String change() {
    return changed() ? from.word() + " → " + to().word() : "";
  }
}
