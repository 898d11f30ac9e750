package org.failovermon.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;

/**
 * All that the store holds that the engine must know to go on: read once at the start, kept in
 * memory from then on.
 *
 * @param monitors every monitor
 * @param states the state of every monitor, one for each
 * @param paths every path
 * @param jobs every job
 * @param jobsFired for each job that has fired, the newest instant that was acted on
 * @param openOutages outages without an end
 * @param openRuns runs that are not ended, by id
 * @param lastOutage highest id of an outage ever given, or 0
 * @param lastRun highest id of a run ever given, or 0
 * @param bootId the boot of the machine that last wrote, as the kernel names it; empty on a new
 *     database
 * @param policy what else is kept for policies and service checks
 * @param endedRuns the newest run of each open outage and of each job, where that run has ended: it
 *     may have failed, and an operator may have it repeated. By id
 */
public record Snapshot(
    List<MonitorSpec> monitors,
    List<MonitorState> states,
    List<CommPath> paths,
    List<Job> jobs,
    Map<String, Instant> jobsFired,
    List<Outage> openOutages,
    List<Run> openRuns,
    long lastOutage,
    long lastRun,
    String bootId,
    PolicyPart policy,
    List<Run> endedRuns) {

  /** An installation in which no run of interest has ended. */
  public Snapshot(
      List<MonitorSpec> monitors,
      List<MonitorState> states,
      List<CommPath> paths,
      List<Job> jobs,
      Map<String, Instant> jobsFired,
      List<Outage> openOutages,
      List<Run> openRuns,
      long lastOutage,
      long lastRun,
      String bootId,
      PolicyPart policy) {
    this(
        monitors,
        states,
        paths,
        jobs,
        jobsFired,
        openOutages,
        openRuns,
        lastOutage,
        lastRun,
        bootId,
        policy,
        List.of());
  }

  /** An installation without policies and checks. */
  public Snapshot(
      List<MonitorSpec> monitors,
      List<MonitorState> states,
      List<CommPath> paths,
      List<Job> jobs,
      Map<String, Instant> jobsFired,
      List<Outage> openOutages,
      List<Run> openRuns,
      long lastOutage,
      long lastRun,
      String bootId) {
    this(
        monitors,
        states,
        paths,
        jobs,
        jobsFired,
        openOutages,
        openRuns,
        lastOutage,
        lastRun,
        bootId,
        PolicyPart.EMPTY);
  }

  /** What a new database holds. */
  public static Snapshot empty() {
    return new Snapshot(
        List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(), List.of(), 0, 0, "");
  }

  /**
   * What is kept for policies and service checks.
   *
   * @param owned the entries that belong to policy files
   * @param checkStates the state of each check that was made
   * @param lastIncidents for each check that ever failed, also one that is no more, the highest
   *     number of its incidents
   * @param firings on what rules acted, oldest first; the newest {@value #MOST_FIRINGS} of each
   *     rule
   * @param outageTimes when the outages of each host began, oldest first; the newest {@value
   *     #MOST_TIMES} of each
   * @param incidentTimes when the incidents of each check began, oldest first; the newest {@value
   *     #MOST_TIMES} of each
   * @param windows maintenance windows that were made by command
   * @param version number of the newest version of the policies that was brought into force, or 0
   */
  public record PolicyPart(
      List<Owned> owned,
      List<CheckState> checkStates,
      Map<String, Long> lastIncidents,
      List<Firing> firings,
      Map<HostName, List<Instant>> outageTimes,
      Map<String, List<Instant>> incidentTimes,
      List<Maintenance> windows,
      long version) {
    /** Most firings of one rule that are kept. */
    public static final int MOST_FIRINGS = 1_000;

    /** Most times of one host or check that are kept in memory. */
    public static final int MOST_TIMES = 1_000;

    /** Nothing. */
    public static final PolicyPart EMPTY =
        new PolicyPart(List.of(), List.of(), Map.of(), List.of(), Map.of(), Map.of(), List.of(), 0);
  }
}
