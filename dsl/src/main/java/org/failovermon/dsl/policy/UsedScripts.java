package org.failovermon.dsl.policy;

import java.util.HashSet;
import java.util.Set;
import org.failovermon.engine.action.InlineScripts;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.PolicySet;

/** The script files that policies use by relative names, the default ones among them. Pure. */
final class UsedScripts {
  private final Set<String> paths = new HashSet<>();

  private UsedScripts() {}

  /** The paths that such names mean: {@code scripts/lost-pulse/default.groovy}. */
  static Set<String> of(PolicySet set) {
    UsedScripts used = new UsedScripts();
    set.monitors()
        .forEach(
            monitor -> {
              used.add(monitor.spec().lostPulse(), RunKind.LOST_PULSE);
              used.add(monitor.spec().regainPulse(), RunKind.REGAIN_PULSE);
            });
    set.rules().forEach(rule -> used.add(rule.action(), RunKind.RULE));
    set.jobs()
        .forEach(
            job -> {
              if (job.job().action() instanceof Job.RunScript(ScriptRef script)) {
                used.add(script, RunKind.JOB);
              }
            });
    return used.paths;
  }

  private void add(ScriptRef script, RunKind kind) {
    if (!script.text().startsWith("/")
        && !InlineScripts.names(script)
        && script.text().endsWith(".groovy")) {
      paths.add(InlineScripts.path(script, kind));
    }
  }
}
