package org.failovermon.engine.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;

/** An installation as its database holds it, for a command line that works without a daemon. */
public final class SnapshotKnown implements Known {
  private final Map<HostName, MonitorSpec> monitors = new TreeMap<>();
  private final Map<HostName, MonitorState> states = new TreeMap<>();
  private final Map<HostName, List<CommPath>> paths = new HashMap<>();
  private final Snapshot snapshot;
  private final Ownership owned;

  /** Views the snapshot. */
  public SnapshotKnown(Snapshot snapshot) {
    this.snapshot = snapshot;
    snapshot.monitors().forEach(spec -> monitors.put(spec.host(), spec));
    snapshot.states().forEach(state -> states.put(state.host(), state));
    snapshot
        .paths()
        .forEach(path -> paths.computeIfAbsent(path.host(), h -> new ArrayList<>()).add(path));
    owned = new Ownership(snapshot.policy().owned());
  }

  @Override
  public Optional<MonitorSpec> monitor(HostName host) {
    return Optional.ofNullable(monitors.get(host));
  }

  @Override
  public Optional<MonitorState> state(HostName host) {
    return Optional.ofNullable(states.get(host));
  }

  @Override
  public Collection<HostName> hosts() {
    return new TreeSet<>(monitors.keySet());
  }

  @Override
  public List<CommPath> paths(HostName host) {
    return paths.getOrDefault(host, List.of());
  }

  @Override
  public Optional<Job> job(String name) {
    return snapshot.jobs().stream().filter(job -> job.name().equals(name)).findFirst();
  }

  @Override
  public Optional<Place> owner(Owned.Kind kind, String name) {
    return owned.find(kind, name).map(Owned::place);
  }

  @Override
  public List<Owned> owned() {
    return owned.all();
  }

  @Override
  public Optional<String> obstacle(HostName host) {
    return Optional.empty();
  }

  @Override
  public Optional<Maintenance> window(String name) {
    return snapshot.policy().windows().stream()
        .filter(window -> window.name().equals(name))
        .findFirst();
  }

  @Override
  public List<Run> queuedRuns(HostName host) {
    return snapshot.openRuns().stream()
        .filter(run -> run.kind() == RunKind.LOST_PULSE || run.kind() == RunKind.REGAIN_PULSE)
        .filter(run -> run.status() == RunStatus.QUEUED)
        .filter(run -> run.subject().equalsIgnoreCase(host.value()))
        .toList();
  }

  @Override
  public Optional<Run> run(long id) {
    return Stream.concat(snapshot.openRuns().stream(), snapshot.endedRuns().stream())
        .filter(run -> run.id() == id)
        .findFirst();
  }

  @Override
  public long nextRun() {
    return snapshot.lastRun() + 1;
  }
}
