package org.failovermon.engine.decide;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;

/**
 * What it means to depend on monitors and checks: while one of them has failed, is about to be
 * judged failed, or is held back itself, nothing is judged of those that depend on it. A parent
 * that is stopped, unknown or gone says nothing, and so holds nobody back.
 */
public final class Dependence {
  private final Function<String, Optional<Verdict>> monitors;
  private final Function<String, Optional<CheckVerdict>> checks;

  /** Parents, with what their verdicts are now. */
  public Dependence(
      Function<String, Optional<Verdict>> monitors,
      Function<String, Optional<CheckVerdict>> checks) {
    this.monitors = monitors;
    this.checks = checks;
  }

  /** The first parent that is not well, as a clause: "its parent router1 is lost"; else empty. */
  public String unwell(List<String> parents) {
    for (String parent : parents) {
      Optional<String> word =
          monitors
              .apply(parent)
              .filter(Dependence::unwell)
              .map(Verdict::word)
              .or(() -> checks.apply(parent).filter(Dependence::unwell).map(CheckVerdict::word));
      if (word.isPresent()) {
        return "its parent " + parent + " is " + word.get();
      }
    }
    return "";
  }

  /** Whether a monitor with that verdict holds those back that depend on it. */
  public static boolean unwell(Verdict verdict) {
    return switch (verdict) {
      case MISSING, HELD_BACK, LOST -> true;
      case UNKNOWN, UP, CANNOT_JUDGE, STOPPED -> false;
    };
  }

  /** Whether a check with that verdict holds those back that depend on it. */
  public static boolean unwell(CheckVerdict verdict) {
    return switch (verdict) {
      case FAILING, FAILED, RECOVERING -> true;
      case UNKNOWN, OK -> false;
    };
  }
}
