package org.failovermon.engine.model.policy;

import java.util.List;
import org.failovermon.engine.model.check.CheckSpec;

/**
 * All that the policies of an installation say, linked and checked as a whole: names are unique,
 * references lead somewhere, nothing depends on itself. Immutable.
 *
 * @param monitors by host
 * @param checks by name
 * @param rules by name
 * @param jobs by name
 * @param windows by name
 */
public record PolicySet(
    List<MonitorPolicy> monitors,
    List<CheckSpec> checks,
    List<RuleSpec> rules,
    List<JobPolicy> jobs,
    List<Maintenance> windows) {
  /** The set of an installation without policies. */
  public static final PolicySet EMPTY =
      new PolicySet(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public PolicySet {
    monitors = List.copyOf(monitors);
    checks = List.copyOf(checks);
    rules = List.copyOf(rules);
    jobs = List.copyOf(jobs);
    windows = List.copyOf(windows);
  }
}
