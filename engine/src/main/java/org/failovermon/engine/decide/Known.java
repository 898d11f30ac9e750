package org.failovermon.engine.decide;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;

/**
 * What an installation consists of, as {@link Inventory} must know it to judge an operator's wish.
 */
public interface Known {
  /** The monitor of the host. */
  Optional<MonitorSpec> monitor(HostName host);

  /** The state of the host's monitor. */
  Optional<MonitorState> state(HostName host);

  /** All monitored hosts, by name. */
  Collection<HostName> hosts();

  /** The paths of the host, its own name first. */
  List<CommPath> paths(HostName host);

  /** The job of that name. */
  Optional<Job> job(String name);

  /** Where a policy says the entry, or nothing when the entry belongs to no policy file. */
  Optional<Place> owner(Owned.Kind kind, String name);

  /** Every entry that belongs to a policy file. */
  List<Owned> owned();

  /** Why the monitor of the host cannot be started now, or nothing. */
  Optional<String> obstacle(HostName host);

  /** The maintenance window of that name, made by command. */
  Optional<Maintenance> window(String name);

  /** The runs of the host that wait for their turn, oldest first. */
  List<Run> queuedRuns(HostName host);

  /** A run that is open, or the newest of its subject. */
  Optional<Run> run(long id);

  /** A number for a new run. */
  long nextRun();
}
