package org.failovermon.engine.model.policy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;

/** What must hold for a rule to act: a value, so that it can be shown, compared and explained. */
public sealed interface Condition {
  /** Holds always. */
  record Always() implements Condition {}

  /** The monitor stands at one of these verdicts. */
  record MonitorIs(String host, Set<Verdict> verdicts) implements Condition {
    /** Copies the set. */
    public MonitorIs {
      verdicts = Set.copyOf(verdicts);
    }
  }

  /** The check stands at one of these verdicts. */
  record CheckIs(String check, Set<CheckVerdict> verdicts) implements Condition {
    /** Copies the set. */
    public CheckIs {
      verdicts = Set.copyOf(verdicts);
    }
  }

  /**
   * So many outages of a monitor, or incidents of a check, began within the time up to now, the one
   * that the event is about included.
   *
   * @param subject name of a monitor or check
   * @param within 1 s to 31 days
   * @param atLeast 1 to 1,000
   */
  record Happened(String subject, Duration within, int atLeast) implements Condition {}

  /** All of them hold. */
  record All(List<Condition> parts) implements Condition {
    /** Copies the list. */
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** One of them holds. */
  record Any(List<Condition> parts) implements Condition {
    /** Copies the list. */
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** It does not hold. */
  record Not(Condition part) implements Condition {}
}
