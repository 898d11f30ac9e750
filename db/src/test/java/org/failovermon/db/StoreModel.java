package org.failovermon.db;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.Write;

/** What the store means, as simply as it can be said. */
final class StoreModel {
  private final Instant now;
  private final Map<HostName, MonitorSpec> monitors = new TreeMap<>();
  private final Map<HostName, MonitorState> states = new HashMap<>();
  private final Map<HostName, Map<String, CommPath>> paths = new TreeMap<>();
  private final Map<String, Job> jobs = new TreeMap<>();
  private final Map<String, Instant> fired = new HashMap<>();
  private final Map<Long, Outage> outages = new TreeMap<>();
  private final Map<Long, Run> runs = new TreeMap<>();
  private final Map<Long, String> outputs = new TreeMap<>();
  private final List<LogEntry> log = new ArrayList<>();
  private final PolicyModel policies;
  private String bootId = "";
  private long lastOutage;
  private long lastRun;

  StoreModel(Instant now) {
    this.now = now;
    this.policies = new PolicyModel(now);
  }

  void apply(Write write) {
    switch (write) {
      case Write.PutMonitor(MonitorSpec spec) -> monitors.put(spec.host(), spec);
      case Write.DeleteMonitor(HostName host) -> {
        monitors.remove(host);
        states.remove(host);
        paths.remove(host);
        outages.replaceAll(
            (id, outage) ->
                outage.host().equals(host) && outage.endedAt() == null
                    ? ended(outage, now)
                    : outage);
      }
      case Write.PutState(MonitorState state) -> states.put(state.host(), state);
      case Write.PutPath(CommPath path) ->
          paths.computeIfAbsent(path.host(), host -> new TreeMap<>()).put(path.address(), path);
      case Write.DeletePath(HostName host, String address) ->
          paths.getOrDefault(host, new TreeMap<>()).remove(address);
      case Write.PutJob(Job job) -> {
        jobs.put(job.name(), job);
        fired.remove(job.name());
      }
      case Write.DeleteJob(String name) -> {
        jobs.remove(name);
        fired.remove(name);
      }
      case Write.JobFired(String name, Instant at) -> fired.put(name, at);
      case Write.PutOutage(Outage outage) -> {
        outages.put(outage.id(), outage);
        lastOutage = Math.max(lastOutage, outage.id());
      }
      case Write.EndOutage(long id, Instant endedAt) ->
          outages.computeIfPresent(
              id, (same, outage) -> outage.endedAt() == null ? ended(outage, endedAt) : outage);
      case Write.PutRun(Run run) -> {
        runs.put(run.id(), run);
        lastRun = Math.max(lastRun, run.id());
      }
      case Write.PutRunOutput(long run, String output) -> outputs.put(run, output);
      case Write.Append(LogEntry entry) -> log.add(entry);
      case Write.PutBootId(String id) -> bootId = id;
      case Write.PutOwned _,
          Write.DeleteOwned _,
          Write.PutCheckState _,
          Write.DeleteCheck _,
          Write.PutIncident _,
          Write.EndIncident _,
          Write.RuleFired _,
          Write.PutWindow _,
          Write.DeleteWindow _,
          Write.PutPolicyVersion _ ->
          policies.apply(write);
    }
  }

  private static Outage ended(Outage outage, Instant at) {
    return new Outage(outage.id(), outage.host(), outage.lostAt(), outage.because(), at);
  }

  Snapshot snapshot() {
    return new Snapshot(
        List.copyOf(monitors.values()),
        monitors.keySet().stream()
            .map(host -> states.getOrDefault(host, MonitorState.added(host, Instant.EPOCH)))
            .toList(),
        paths.entrySet().stream()
            .filter(entry -> monitors.containsKey(entry.getKey()))
            .flatMap(entry -> entry.getValue().values().stream())
            .toList(),
        List.copyOf(jobs.values()),
        firedOfJobs(),
        outages.values().stream().filter(outage -> outage.endedAt() == null).toList(),
        runs.values().stream().filter(run -> !run.status().ended()).toList(),
        lastOutage,
        lastRun,
        bootId,
        policies.part(outages.values()),
        endedRuns());
  }

  private List<Run> endedRuns() {
    Map<Long, Run> wanted = new TreeMap<>();
    outages.values().stream()
        .filter(outage -> outage.endedAt() == null)
        .forEach(
            outage ->
                newest(
                    wanted,
                    run ->
                        (run.kind() == RunKind.LOST_PULSE || run.kind() == RunKind.REGAIN_PULSE)
                            && run.outage() == outage.id()
                            && run.subject().equalsIgnoreCase(outage.host().value())));
    jobs.keySet()
        .forEach(
            job -> newest(wanted, run -> run.kind() == RunKind.JOB && run.subject().equals(job)));
    return wanted.values().stream().filter(run -> run.status().ended()).toList();
  }

  private void newest(Map<Long, Run> wanted, Predicate<Run> which) {
    runs.values().stream()
        .filter(which)
        .max(Comparator.comparingLong(Run::id))
        .ifPresent(run -> wanted.put(run.id(), run));
  }

  private Map<String, Instant> firedOfJobs() {
    Map<String, Instant> ofJobs = new HashMap<>(fired);
    ofJobs.keySet().retainAll(jobs.keySet());
    return ofJobs;
  }

  PolicyModel policies() {
    return policies;
  }

  List<LogEntry> log() {
    return log;
  }

  Map<Long, String> outputs() {
    return outputs;
  }
}
