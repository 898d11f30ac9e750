package org.failovermon.app.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.failovermon.app.control.Records;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.sim.StoreImage;
import org.jspecify.annotations.Nullable;

/** What is durable on the disk of a virtual machine, as the room of policies reads it. */
public record ImageRecords(Supplier<StoreImage> image) implements Records {
  /** The files of a version, by all changes up to it. */
  static SortedMap<String, String> files(List<PolicyVersion> versions, long number) {
    SortedMap<String, String> files = new TreeMap<>();
    for (PolicyVersion version : versions) {
      if (version.number() <= number) {
        for (PolicyVersion.FileChange change : version.changes()) {
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
  public Snapshot snapshot() {
    return image.get().snapshot();
  }

  @Override
  public List<Line> log(LogFilter filter) {
    return List.of();
  }

  @Override
  public List<Run> runs(@Nullable String subject, int limit) {
    return List.of();
  }

  @Override
  public Optional<Run> run(long id) {
    return image.get().run(id);
  }

  @Override
  public Optional<String> output(long run) {
    return Optional.empty();
  }

  @Override
  public List<Outage> outages(@Nullable HostName host, int limit) {
    return List.of();
  }

  @Override
  public List<Beats> history(HostName host, Instant from, Instant to, Duration step) {
    return List.of();
  }

  @Override
  public List<Version> policyVersions(int limit) {
    List<Version> lines = new ArrayList<>();
    for (PolicyVersion each : image.get().policyVersions().reversed()) {
      if (lines.size() < limit) {
        lines.add(
            new Version(
                each.number(), each.at(), each.who(), each.because(), List.of(), List.of()));
      }
    }
    return lines;
  }

  @Override
  public Map<String, String> policyFiles(long version) {
    List<PolicyVersion> all = image.get().policyVersions();
    return all.stream().anyMatch(each -> each.number() == version) ? files(all, version) : Map.of();
  }

  @Override
  public void close() {}
}
