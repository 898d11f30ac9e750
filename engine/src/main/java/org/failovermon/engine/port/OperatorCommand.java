package org.failovermon.engine.port;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Maintenance;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can have changed, with or without a daemon. SEEDS §1 and §2 give the meaning of
 * each.
 */
public sealed interface OperatorCommand {

  /** Adds a monitor; with {@code start} also starts it. */
  record Add(MonitorSpec spec, boolean start) implements OperatorCommand {}

  /** Removes a monitor, its paths and its open outage, after stopping it. */
  record Delete(HostName host) implements OperatorCommand {}

  /**
   * Changes the values that are not null; with {@code restart} restarts with the new values, or
   * starts.
   */
  record Modify(
      HostName host,
      @Nullable Duration interval,
      @Nullable Integer retries,
      @Nullable Duration timeout,
      @Nullable ScriptRef lostPulse,
      @Nullable ScriptRef regainPulse,
      @Nullable Boolean startAtReboot,
      boolean restart)
      implements OperatorCommand {}

  /** Starts monitors; no host named means all. */
  record Start(List<HostName> hosts) implements OperatorCommand {}

  /** Stops monitors; no host named means all. */
  record Stop(List<HostName> hosts) implements OperatorCommand {}

  /** Adds a path to a monitored host. */
  record AddPath(HostName host, String address, int port) implements OperatorCommand {}

  /** Deletes a path; the host's own name cannot be deleted. */
  record DeletePath(HostName host, String address) implements OperatorCommand {}

  /** Replaces a path by another. */
  record ModifyPath(HostName host, String address, String newAddress, int newPort)
      implements OperatorCommand {}

  /** Adds a job. */
  record AddJob(Job job) implements OperatorCommand {}

  /** Deletes a job. */
  record DeleteJob(String name) implements OperatorCommand {}

  /**
   * Runs an unknown, failed or timed-out run anew, as a new run; an unknown one is dismissed
   * thereby.
   */
  record RetryRun(long run) implements OperatorCommand {}

  /** Says that an unknown run needs no more attention; what waits behind it goes on. */
  record DismissRun(long run) implements OperatorCommand {}

  /**
   * Adds a maintenance window; {@link Maintenance#place} is null. Whether its cron expression is
   * well formed is asked before.
   */
  record AddMaintenance(Maintenance window) implements OperatorCommand {}

  /** Deletes a maintenance window; one that is on ends at once. */
  record DeleteMaintenance(String name) implements OperatorCommand {}
}
