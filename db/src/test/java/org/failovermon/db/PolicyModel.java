package org.failovermon.db;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Snapshot.PolicyPart;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.Write;

/** What the part of the store about policies and checks means, as simply as it can be said. */
final class PolicyModel {
  private final Instant now;
  private final Map<String, Owned> owned = new TreeMap<>();
  private final Map<String, CheckState> checks = new TreeMap<>();
  private final Map<String, Map<Long, Incident>> incidents = new TreeMap<>();
  private final List<Firing> firings = new ArrayList<>();
  private final Map<String, Maintenance> windows = new TreeMap<>();
  private final Map<Long, PolicyVersion> versions = new TreeMap<>();

  PolicyModel(Instant now) {
    this.now = now;
  }

  void apply(Write write) {
    switch (write) {
      case Write.PutOwned(Owned entry) -> owned.put(entry.kind() + " " + entry.key(), entry);
      case Write.DeleteOwned(Owned.Kind kind, String name) ->
          owned.remove(kind + " " + Owned.key(kind, name));
      case Write.PutCheckState(CheckState state) -> checks.put(state.check(), state);
      case Write.DeleteCheck(String check) -> {
        checks.remove(check);
        incidents
            .getOrDefault(check, new TreeMap<>())
            .replaceAll(
                (number, i) ->
                    i.endedAt() != null
                        ? i
                        : new Incident(i.check(), i.number(), i.failedAt(), i.because(), now));
      }
      case Write.PutIncident(Incident incident) ->
          incidents
              .computeIfAbsent(incident.check(), check -> new TreeMap<>())
              .put(incident.number(), incident);
      case Write.EndIncident(String check, long number, Instant endedAt) ->
          incidents
              .getOrDefault(check, new TreeMap<>())
              .computeIfPresent(
                  number,
                  (same, i) ->
                      i.endedAt() != null
                          ? i
                          : new Incident(
                              i.check(), i.number(), i.failedAt(), i.because(), endedAt));
      case Write.RuleFired(Firing firing) -> firings.add(firing);
      case Write.PutWindow(Maintenance window) -> windows.put(window.name(), window);
      case Write.DeleteWindow(String name) -> windows.remove(name);
      case Write.PutPolicyVersion(PolicyVersion version) -> versions.put(version.number(), version);
      default -> throw new IllegalArgumentException("not about policies: " + write);
    }
  }

  PolicyPart part(Collection<Outage> outages) {
    Map<String, Long> last = new TreeMap<>();
    Map<String, List<Instant>> incidentTimes = new TreeMap<>();
    incidents.forEach(
        (check, all) -> {
          last.put(check, ((TreeMap<Long, Incident>) all).lastKey());
          incidentTimes.put(check, all.values().stream().map(Incident::failedAt).toList());
        });
    Map<HostName, List<Instant>> outageTimes = new TreeMap<>();
    for (Outage outage : outages) {
      outageTimes.computeIfAbsent(outage.host(), host -> new ArrayList<>()).add(outage.lostAt());
    }
    return new PolicyPart(
        List.copyOf(owned.values()),
        List.copyOf(checks.values()),
        last,
        firings.stream().sorted(Comparator.comparing(Firing::rule)).toList(),
        outageTimes,
        incidentTimes,
        List.copyOf(windows.values()),
        versions.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
  }

  Collection<PolicyVersion> versions() {
    return versions.values();
  }

  /** The files in force with a version: each change up to it, one after the other. */
  Map<String, String> files(long number) {
    Map<String, String> files = new TreeMap<>();
    for (PolicyVersion version : versions.values()) {
      for (PolicyVersion.FileChange change : version.changes()) {
        String content = change.content();
        if (version.number() <= number && content == null) {
          files.remove(change.path());
        } else if (version.number() <= number && content != null) {
          files.put(change.path(), content);
        }
      }
    }
    return files;
  }

  Map<String, Map<Long, Incident>> incidents() {
    return incidents;
  }
}
