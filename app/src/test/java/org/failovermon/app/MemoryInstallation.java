package org.failovermon.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failovermon.app.control.Records;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/** An installation in memory: takes the writes of decisions and answers like the database. */
public final class MemoryInstallation implements Records {
  private final Map<HostName, MonitorSpec> monitors = new TreeMap<>();
  private final Map<HostName, MonitorState> states = new TreeMap<>();
  private final Map<String, CommPath> paths = new TreeMap<>();
  private final Map<String, Job> jobs = new TreeMap<>();
  private final Map<Long, Run> runs = new TreeMap<>();
  private final Map<Long, String> outputs = new TreeMap<>();
  private final Map<Long, Outage> outages = new TreeMap<>();
  private final Map<Long, PolicyVersion> versions = new TreeMap<>();
  private final Map<String, Owned> owned = new TreeMap<>();
  private final Map<String, CheckState> checks = new TreeMap<>();
  private final List<Firing> firings = new ArrayList<>();
  private final Map<String, Maintenance> windows = new TreeMap<>();
  private final List<LogEntry> log = new ArrayList<>();

  /** Carries out writes. */
  public void apply(List<Write> writes) {
    writes.forEach(this::apply);
  }

  private void apply(Write write) {
    switch (write) {
      case Write.PutMonitor(var spec) -> monitors.put(spec.host(), spec);
      case Write.DeleteMonitor(var host) -> {
        monitors.remove(host);
        states.remove(host);
        paths.values().removeIf(path -> path.host().equals(host));
      }
      case Write.PutState(var state) -> states.put(state.host(), state);
      case Write.PutPath(var path) -> paths.put(path.host() + " " + path.address(), path);
      case Write.DeletePath(var host, var address) -> paths.remove(host + " " + address);
      case Write.PutJob(var job) -> jobs.put(job.name(), job);
      case Write.DeleteJob(var name) -> jobs.remove(name);
      case Write.PutOutage(var outage) -> outages.put(outage.id(), outage);
      case Write.EndOutage(var id, Instant ended) -> outages.remove(id);
      case Write.PutRun(var run) -> runs.put(run.id(), run);
      case Write.PutRunOutput(var run, var output) -> outputs.put(run, output);
      case Write.Append(var entry) -> log.add(entry);
      case Write.PutOwned(var entry) -> owned.put(entry.kind() + entry.key(), entry);
      case Write.DeleteOwned(var kind, var name) -> owned.remove(kind + Owned.key(kind, name));
      case Write.PutCheckState(var state) -> checks.put(state.check(), state);
      case Write.DeleteCheck(var check) -> checks.remove(check);
      case Write.RuleFired(var firing) -> firings.add(firing);
      case Write.PutWindow(var window) -> windows.put(window.name(), window);
      case Write.DeleteWindow(var name) -> windows.remove(name);
      case Write.PutPolicyVersion(var version) -> versions.put(version.number(), version);
      case Write.JobFired _, Write.PutBootId _, Write.PutIncident _, Write.EndIncident _ -> {
        // of no interest to those who look
      }
    }
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot(
        List.copyOf(monitors.values()),
        List.copyOf(states.values()),
        List.copyOf(paths.values()),
        List.copyOf(jobs.values()),
        Map.of(),
        List.copyOf(outages.values()),
        runs.values().stream().filter(run -> !run.status().ended()).toList(),
        outages.size(),
        runs.size(),
        "boot",
        new Snapshot.PolicyPart(
            List.copyOf(owned.values()),
            List.copyOf(checks.values()),
            Map.of(),
            List.copyOf(firings),
            Map.of(),
            Map.of(),
            List.copyOf(windows.values()),
            versions.size()),
        runs.values().stream()
            .filter(run -> outages.containsKey(run.outage()) && run.status().ended())
            .toList());
  }

  @Override
  public List<Line> log(LogFilter filter) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      LogEntry entry = log.get(i);
      boolean wanted = filter.subject() == null || entry.subject().equals(filter.subject());
      if (wanted && i + 1 > filter.after()) {
        lines.add(new Line(i + 1, entry));
      }
    }
    return lines.subList(Math.max(0, lines.size() - filter.limit()), lines.size());
  }

  @Override
  public List<Run> runs(@Nullable String subject, int limit) {
    return runs.values().stream()
        .filter(run -> subject == null || run.subject().equals(subject))
        .sorted((a, b) -> Long.compare(b.id(), a.id()))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<Run> run(long id) {
    return Optional.ofNullable(runs.get(id));
  }

  @Override
  public Optional<String> output(long run) {
    return Optional.ofNullable(outputs.get(run));
  }

  @Override
  public List<Version> policyVersions(int limit) {
    return versions.values().stream()
        .sorted((a, b) -> Long.compare(b.number(), a.number()))
        .limit(limit)
        .map(MemoryInstallation::line)
        .toList();
  }

  private static Version line(PolicyVersion version) {
    return new Version(
        version.number(),
        version.at(),
        version.who(),
        version.because(),
        version.changes().stream()
            .filter(change -> change.content() != null)
            .map(PolicyVersion.FileChange::path)
            .toList(),
        version.changes().stream()
            .filter(change -> change.content() == null)
            .map(PolicyVersion.FileChange::path)
            .toList());
  }

  @Override
  public List<Outage> outages(@Nullable HostName host, int limit) {
    return outages.values().stream()
        .filter(outage -> host == null || outage.host().equals(host))
        .sorted(java.util.Comparator.comparingLong(Outage::id).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Beats> history(HostName host, Instant from, Instant to, Duration step) {
    return monitors.containsKey(host)
        ? List.of(
            new Beats(
                from, 59, 1, Duration.ofNanos(250_000), Duration.ofMillis(2), Duration.ofMillis(3)),
            new Beats(from.plus(step), 0, 0, null, null, null))
        : List.of(new Beats(from, 0, 0, null, null, null));
  }

  @Override
  public Map<String, String> policyFiles(long version) {
    Map<String, String> files = new TreeMap<>();
    for (PolicyVersion each : versions.values()) {
      if (each.number() <= version) {
        for (PolicyVersion.FileChange change : each.changes()) {
          if (change.content() == null) {
            files.remove(change.path());
          } else {
            files.put(change.path(), change.content());
          }
        }
      }
    }
    return files;
  }

  @Override
  public void close() {
    // memory needs no closing
  }
}
