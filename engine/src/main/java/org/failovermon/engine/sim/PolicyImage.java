package org.failovermon.engine.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.failovermon.engine.decide.Ownership;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Snapshot.PolicyPart;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;

/** The part of a database that is about policies and checks, in memory. Not thread-safe. */
final class PolicyImage {
  private final Ownership owned = new Ownership(List.of());
  private final Map<String, CheckState> checks = new TreeMap<>();
  private final Map<String, Map<Long, Incident>> incidents = new TreeMap<>();
  private final Map<String, List<Firing>> firings = new TreeMap<>();
  private final Map<String, Maintenance> windows = new TreeMap<>();
  private final List<PolicyVersion> versions = new ArrayList<>();

  /** Applies one write that is about policies or checks; others change nothing. */
  void apply(Write write, Instant now) {
    switch (write) {
      case Write.PutOwned put -> owned.put(put.owned());
      case Write.DeleteOwned delete -> owned.delete(delete.kind(), delete.name());
      case Write.PutCheckState put -> checks.put(put.state().check(), put.state());
      case Write.DeleteCheck delete -> {
        checks.remove(delete.check());
        incidents
            .getOrDefault(delete.check(), new TreeMap<>())
            .replaceAll((number, each) -> each.endedAt() == null ? ended(each, now) : each);
      }
      case Write.PutIncident put ->
          incidents
              .computeIfAbsent(put.incident().check(), check -> new TreeMap<>())
              .put(put.incident().number(), put.incident());
      case Write.EndIncident end ->
          incidents
              .getOrDefault(end.check(), new TreeMap<>())
              .computeIfPresent(
                  end.number(),
                  (number, each) -> each.endedAt() == null ? ended(each, end.endedAt()) : each);
      case Write.RuleFired fired -> {
        List<Firing> ofRule =
            firings.computeIfAbsent(fired.firing().rule(), rule -> new ArrayList<>());
        ofRule.add(fired.firing());
        if (ofRule.size() > PolicyPart.MOST_FIRINGS) {
          ofRule.removeFirst();
        }
      }
      case Write.PutWindow put -> windows.put(put.window().name(), put.window());
      case Write.DeleteWindow delete -> windows.remove(delete.name());
      case Write.PutPolicyVersion put -> versions.add(put.version());
      case Write.PutMonitor _,
          Write.DeleteMonitor _,
          Write.PutState _,
          Write.PutPath _,
          Write.DeletePath _,
          Write.PutJob _,
          Write.DeleteJob _,
          Write.JobFired _,
          Write.PutOutage _,
          Write.EndOutage _,
          Write.PutRun _,
          Write.PutRunOutput _,
          Write.Append _,
          Write.PutBootId _ -> {}
    }
  }

  PolicyPart part(Collection<Outage> outages) {
    Map<String, Long> last = new TreeMap<>();
    Map<String, List<Instant>> incidentTimes = new TreeMap<>();
    incidents.forEach(
        (check, all) -> {
          last.put(check, all.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
          incidentTimes.put(check, newest(all.values().stream().map(Incident::failedAt).toList()));
        });
    Map<HostName, List<Instant>> outageTimes = new TreeMap<>();
    outages.stream()
        .sorted(Comparator.comparingLong(Outage::id))
        .forEach(
            outage ->
                outageTimes
                    .computeIfAbsent(outage.host(), host -> new ArrayList<>())
                    .add(outage.lostAt()));
    outageTimes.replaceAll((host, times) -> newest(times));
    return new PolicyPart(
        owned.all(),
        List.copyOf(checks.values()),
        last,
        firings.values().stream().flatMap(List::stream).toList(),
        outageTimes,
        incidentTimes,
        List.copyOf(windows.values()),
        versions.isEmpty() ? 0 : versions.getLast().number());
  }

  List<PolicyVersion> versions() {
    return List.copyOf(versions);
  }

  private static List<Instant> newest(List<Instant> times) {
    return List.copyOf(
        times.subList(Math.max(0, times.size() - PolicyPart.MOST_TIMES), times.size()));
  }

  private static Incident ended(Incident incident, Instant at) {
    return new Incident(
        incident.check(), incident.number(), incident.failedAt(), incident.because(), at);
  }
}
