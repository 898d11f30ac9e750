package org.failovermon.engine.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/** What a database holds, as a model of it in memory. Not thread-safe. */
public final class StoreImage {
  private record PathKey(HostName host, String address) implements Comparable<PathKey> {
    @Override
    public int compareTo(PathKey other) {
      int byHost = host.compareTo(other.host);
      return byHost != 0 ? byHost : address.compareTo(other.address);
    }
  }

  private final Map<HostName, MonitorSpec> monitors = new TreeMap<>();
  private final Map<HostName, MonitorState> states = new TreeMap<>();
  private final Map<PathKey, CommPath> paths = new TreeMap<>();
  private final Map<String, Job> jobs = new TreeMap<>();
  private final Map<String, Instant> fired = new TreeMap<>();
  private final Map<Long, Outage> outages = new TreeMap<>();
  private final Map<Long, Run> runs = new TreeMap<>();
  private final Map<Long, String> outputs = new TreeMap<>();
  private final List<LogEntry> journal = new ArrayList<>();
  private final PolicyImage policy = new PolicyImage();
  private String bootId = "";

  /** Applies one write, at that wall time. */
  void apply(Write write, Instant now) {
    switch (write) {
      case Write.PutMonitor put -> monitors.put(put.spec().host(), put.spec());
      case Write.DeleteMonitor delete -> delete(delete.host(), now);
      case Write.PutState put -> states.put(put.state().host(), put.state());
      case Write.PutPath put ->
          paths.put(new PathKey(put.path().host(), put.path().address()), put.path());
      case Write.DeletePath delete -> paths.remove(new PathKey(delete.host(), delete.address()));
      case Write.PutJob put -> jobs.put(put.job().name(), put.job());
      case Write.DeleteJob delete -> jobs.remove(delete.name());
      case Write.JobFired job -> fired.put(job.name(), job.scheduledFor());
      case Write.PutOutage put -> outages.put(put.outage().id(), put.outage());
      case Write.EndOutage end ->
          outages.computeIfPresent(
              end.outage(),
              (id, outage) -> outage.endedAt() == null ? ended(outage, end.endedAt()) : outage);
      case Write.PutRun put -> runs.put(put.run().id(), put.run());
      case Write.PutRunOutput put -> outputs.put(put.run(), put.output());
      case Write.Append append -> journal.add(append.entry());
      case Write.PutBootId boot -> bootId = boot.bootId();
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
          policy.apply(write, now);
    }
  }

  /** What an engine reads at its start. */
  public Snapshot snapshot() {
    return new Snapshot(
        List.copyOf(monitors.values()),
        List.copyOf(states.values()),
        List.copyOf(paths.values()),
        List.copyOf(jobs.values()),
        Map.copyOf(fired),
        outages.values().stream().filter(outage -> outage.endedAt() == null).toList(),
        runs.values().stream().filter(run -> !run.status().ended()).toList(),
        highest(outages),
        highest(runs),
        bootId,
        policy.part(outages.values()),
        endedRuns());
  }

  private List<Run> endedRuns() {
    Map<String, Run> newest = new TreeMap<>();
    for (Run run : runs.values()) {
      Outage outage = outages.get(run.outage());
      switch (run.kind()) {
        case JOB -> {
          if (jobs.containsKey(run.subject())) {
            newest.put("job " + run.subject(), run);
          }
        }
        case LOST_PULSE, REGAIN_PULSE -> {
          if (open(outage)) {
            newest.put("" + run.outage(), run);
          }
        }
        case RULE -> {} // nothing waits for it
      }
    }
    return newest.values().stream()
        .filter(run -> run.status().ended())
        .sorted(Comparator.comparingLong(Run::id))
        .toList();
  }

  private static boolean open(@Nullable Outage outage) {
    return outage != null && outage.endedAt() == null;
  }

  /** The state of the host's monitor. */
  public Optional<MonitorState> state(HostName host) {
    return Optional.ofNullable(states.get(host));
  }

  /** A run, whatever became of it. */
  public Optional<Run> run(long id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** Every run, by id. */
  public List<Run> runs() {
    return List.copyOf(runs.values());
  }

  /** Every outage, by id. */
  public List<Outage> outages() {
    return List.copyOf(outages.values());
  }

  /** The journal, oldest line first; read-only. */
  public List<LogEntry> journal() {
    return Collections.unmodifiableList(journal);
  }

  /** Every version of the policies, oldest first. */
  public List<PolicyVersion> policyVersions() {
    return policy.versions();
  }

  /** The output that was kept of a run. */
  public Optional<String> output(long run) {
    return Optional.ofNullable(outputs.get(run));
  }

  private void delete(HostName host, Instant now) {
    monitors.remove(host);
    states.remove(host);
    paths.keySet().removeIf(key -> key.host().equals(host));
    outages.replaceAll(
        (id, outage) ->
            outage.host().equals(host) && outage.endedAt() == null ? ended(outage, now) : outage);
  }

  private static Outage ended(Outage outage, Instant at) {
    return new Outage(outage.id(), outage.host(), outage.lostAt(), outage.because(), at);
  }

  private static long highest(Map<Long, ?> byId) {
    return byId.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
