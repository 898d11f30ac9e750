package org.failovermon.engine.model.policy;

import java.time.ZoneId;
import java.util.Set;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;

/** An event that a rule reacts to. An empty set of subjects means any. */
public sealed interface Trigger {
  /** A monitor came to one of these verdicts. */
  record MonitorBecomes(Set<String> hosts, Set<Verdict> verdicts) implements Trigger {
    /** Copies the sets. */
    public MonitorBecomes {
      hosts = Set.copyOf(hosts);
      verdicts = Set.copyOf(verdicts);
    }
  }

  /** A check came to one of these verdicts. */
  record CheckBecomes(Set<String> checks, Set<CheckVerdict> verdicts) implements Trigger {
    /** Copies the sets. */
    public CheckBecomes {
      checks = Set.copyOf(checks);
      verdicts = Set.copyOf(verdicts);
    }
  }

  /** An operator did one of these: {@code start stop add delete modify retry dismiss …}. */
  record OperatorDid(Set<String> commands) implements Trigger {
    /** Copies the set. */
    public OperatorDid {
      commands = Set.copyOf(commands);
    }
  }

  /** A cron expression came due. */
  record CronDue(String cron, ZoneId zone) implements Trigger {}

  /** The content of a file changed, or it appeared or vanished; looked at each second. */
  record FileChanged(String file) implements Trigger {}

  /** A run of one of these kinds and subjects ended in one of these ways. */
  record RunEnds(Set<RunKind> kinds, Set<String> subjects, Set<RunStatus> how) implements Trigger {
    /** Copies the sets. */
    public RunEnds {
      kinds = Set.copyOf(kinds);
      subjects = Set.copyOf(subjects);
      how = Set.copyOf(how);
    }
  }
}
