package org.failovermon.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
    String bootId) {

  /** What a new database holds. */
  public static Snapshot empty() {
    return new Snapshot(
        List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(), List.of(), 0, 0, "");
  }
}
