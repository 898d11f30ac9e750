package org.failovermon.engine.shell;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.engine.decide.Known;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;

/** The installation as the engine's memory holds it. */
final class EngineKnown implements Known {
  private final Monitors monitors;
  private final Map<String, Job> jobs;
  private final Runs runs;

  EngineKnown(Monitors monitors, Map<String, Job> jobs, Runs runs) {
    this.monitors = monitors;
    this.jobs = jobs;
    this.runs = runs;
  }

  @Override
  public Optional<MonitorSpec> monitor(HostName host) {
    return Optional.ofNullable(monitors.find(host)).map(watch -> watch.spec);
  }

  @Override
  public Optional<MonitorState> state(HostName host) {
    return Optional.ofNullable(monitors.find(host)).map(watch -> watch.saved);
  }

  @Override
  public Collection<HostName> hosts() {
    return monitors.all().stream().map(watch -> watch.host).toList();
  }

  @Override
  public List<CommPath> paths(HostName host) {
    Watch watch = monitors.find(host);
    return watch == null ? List.of() : watch.paths;
  }

  @Override
  public Optional<Job> job(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  @Override
  public Optional<Run> run(long id) {
    return runs.find(id);
  }

  @Override
  public long nextRun() {
    return runs.nextRun();
  }
}
