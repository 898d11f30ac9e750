package org.failovermon.engine.decide;

import java.time.Duration;
import java.util.Optional;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;

/** What the rule book must know of now and of recent history. Asked only while it decides. */
public interface RuleFacts {
  /** The verdict on a monitored host; empty where there is no such monitor. */
  Optional<Verdict> monitor(String host);

  /** The verdict of a check; empty where there is no such check. */
  Optional<CheckVerdict> check(String check);

  /** How many outages of a monitor, or incidents of a check, began within that time up to now. */
  int happened(String subject, Duration within);

  /** Whether the rule has acted on that key. */
  boolean fired(String rule, String key);

  /** How often the rule acted within that time up to now. */
  int actions(String rule, Duration within);

  /** How many runs of the rule are not ended. */
  int open(String rule);

  /**
   * Why nothing may run now for a monitor or check, or in general where the subject is empty: a
   * maintenance window that is on. Empty when nothing speaks against it.
   */
  String maintenance(String subject);
}
