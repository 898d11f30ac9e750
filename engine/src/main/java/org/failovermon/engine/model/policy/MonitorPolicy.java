package org.failovermon.engine.model.policy;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.MonitorSpec;
import org.jspecify.annotations.Nullable;

/**
 * A monitor as a policy describes it.
 *
 * @param spec what the command line could say as well
 * @param paths its paths, the host's own name first; empty when no heartbeat is sent
 * @param started whether it is started when it is new; from then on starting and stopping is state
 * @param members what a beat asks; a monitor of the command line has the heartbeat alone
 * @param dependsOn names of monitors and checks: while one of them has failed, this monitor is held
 *     back, and judged afresh when all are well again
 * @param runDeadline how long its scripts may take, or null for the configuration's deadline
 * @param place where the policy says it
 */
public record MonitorPolicy(
    MonitorSpec spec,
    List<CommPath> paths,
    boolean started,
    Members members,
    List<String> dependsOn,
    @Nullable Duration runDeadline,
    Place place) {
  /** Copies the lists. */
  public MonitorPolicy {
    paths = List.copyOf(paths);
    dependsOn = List.copyOf(dependsOn);
  }

  /**
   * What a beat of a monitor asks, and how many of those must be well. The heartbeat is asked anew
   * with each beat; a check counts as well while no incident of it is open, as of its latest
   * verdict; a check whose verdict is unknown makes the beat neither a hit nor a miss unless the
   * others decide.
   *
   * @param heartbeat whether the heartbeat is a member
   * @param checks names of the checks that are members
   * @param needed how many members must be well for a hit, 1 to all
   */
  public record Members(boolean heartbeat, List<String> checks, int needed) {
    /** The heartbeat alone. */
    public static final Members HEARTBEAT = new Members(true, List.of(), 1);

    /**
     * Checks that there is something to ask.
     *
     * @throws InvalidValueException when there is no member or {@code needed} is out of range
     */
    public Members {
      checks = List.copyOf(checks);
      int count = checks.size() + (heartbeat ? 1 : 0);
      if (count == 0) {
        throw new InvalidValueException("a monitor needs the heartbeat or a check");
      }
      if (needed < 1 || needed > count) {
        throw new InvalidValueException(
            "a monitor of " + count + " members needs 1 to " + count + " of them, was " + needed);
      }
    }

    /** Number of members. */
    public int size() {
      return checks.size() + (heartbeat ? 1 : 0);
    }
  }
}
