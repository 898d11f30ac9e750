package org.failovermon.engine.port;

import java.time.Instant;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.PolicyVersion;

/** One change of what the store holds. A batch of them is committed as a whole or not at all. */
public sealed interface Write {
  /** Adds the monitor, or replaces it. */
  record PutMonitor(MonitorSpec spec) implements Write {}

  /**
   * Removes the monitor with its state and paths, and ends its open outage. History, outages and
   * runs stay.
   */
  record DeleteMonitor(HostName host) implements Write {}

  /** Replaces the state of a monitor. */
  record PutState(MonitorState state) implements Write {}

  /** Adds the path, or replaces the one with the same host and address. */
  record PutPath(CommPath path) implements Write {}

  /** Removes a path. */
  record DeletePath(HostName host, String address) implements Write {}

  /** Adds the job, or replaces it. */
  record PutJob(Job job) implements Write {}

  /** Removes the job. */
  record DeleteJob(String name) implements Write {}

  /**
   * Remembers that this instant of the job was acted on, so that no step of the clock and no
   * restart repeats it.
   */
  record JobFired(String name, Instant scheduledFor) implements Write {}

  /** Adds the outage, or replaces it. */
  record PutOutage(Outage outage) implements Write {}

  /** Ends an open outage; one that is not open stays as it is. */
  record EndOutage(long outage, Instant endedAt) implements Write {}

  /** Adds the run, or replaces it. */
  record PutRun(Run run) implements Write {}

  /** Keeps the output of a run; already bounded. */
  record PutRunOutput(long run, String output) implements Write {}

  /** Appends a line to the journal. */
  record Append(LogEntry entry) implements Write {}

  /** Remembers the boot of the machine, as the kernel names it. */
  record PutBootId(String bootId) implements Write {}

  /** Says that an entry belongs to a policy file; replaces what was said of the same entry. */
  record PutOwned(Owned owned) implements Write {}

  /** Says that an entry belongs to no policy file any more. */
  record DeleteOwned(Owned.Kind kind, String name) implements Write {}

  /** Replaces the state of a check. */
  record PutCheckState(CheckState state) implements Write {}

  /**
   * Removes the state of a check, and ends its open incident. Its incidents stay, and the next
   * check of this name goes on with their numbers.
   */
  record DeleteCheck(String check) implements Write {}

  /** Adds the incident, or replaces it. */
  record PutIncident(Incident incident) implements Write {}

  /** Ends an open incident of a check; one that is not open stays as it is. */
  record EndIncident(String check, long number, Instant endedAt) implements Write {}

  /**
   * Remembers on what a rule acted, so that no reload and no restart repeats it. Of each rule the
   * newest {@link org.failovermon.engine.model.Snapshot.PolicyPart#MOST_FIRINGS} are kept.
   */
  record RuleFired(Firing firing) implements Write {}

  /** Adds a maintenance window that was made by command, or replaces it. */
  record PutWindow(Maintenance window) implements Write {}

  /** Removes a maintenance window that was made by command. */
  record DeleteWindow(String name) implements Write {}

  /** Keeps a version of the policies: its files, who brought it into force, and when. */
  record PutPolicyVersion(PolicyVersion version) implements Write {}
}
