package org.failovermon.engine.sim;

/** A rule that must always hold does not: a bug in the engine, or in the rule. */
public final class InvariantBroken extends AssertionError {
  private static final long serialVersionUID = 1L;

  InvariantBroken(String rule, String what) {
    super("broken invariant \"" + rule + "\": " + what);
  }
}
