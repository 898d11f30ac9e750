package org.failovermon.app.local;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.app.control.Records;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.jspecify.annotations.Nullable;

/** The records of an installation where nothing was ever written. */
final class NoRecords implements Records {
  @Override
  public Snapshot snapshot() {
    return Snapshot.empty();
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
    return Optional.empty();
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
    return List.of();
  }

  @Override
  public Map<String, String> policyFiles(long version) {
    return Map.of();
  }

  @Override
  public void close() {
    // nothing is open
  }
}
