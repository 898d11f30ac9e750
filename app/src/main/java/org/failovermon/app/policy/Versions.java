package org.failovermon.app.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.failovermon.app.control.Records;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.jspecify.annotations.Nullable;

/** The recorded versions of the policies, and what a new one would hold. Not thread-safe. */
public final class Versions {
  /** How far back a version that still compiles is looked for. */
  static final int FAR_BACK = 20;

  private final Records records;
  private volatile long newest;
  private SortedMap<String, String> files;

  /** Reads what is recorded. */
  public Versions(Records records) {
    this.records = records;
    List<Records.Version> lines = records.policyVersions(1);
    this.newest = lines.isEmpty() ? 0 : lines.getFirst().number();
    this.files = newest == 0 ? new TreeMap<>() : of(newest);
  }

  /** Number of the newest, or 0. */
  public long newest() {
    return newest;
  }

  /** Files of the newest. */
  public SortedMap<String, String> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /** Files of a version; empty if there is none. */
  public SortedMap<String, String> of(long version) {
    return new TreeMap<>(records.policyFiles(version));
  }

  /**
   * A version of these files after the newest, or null where they are those of the newest.
   *
   * @param now texts by path
   * @param who who brings it
   * @param because what brings it
   * @param at when
   */
  public @Nullable PolicyVersion next(
      Map<String, String> now, String who, String because, Instant at) {
    List<PolicyVersion.FileChange> changes = new ArrayList<>();
    new TreeMap<>(now)
        .forEach(
            (path, text) -> {
              if (!text.equals(files.get(path))) {
                changes.add(new PolicyVersion.FileChange(path, text));
              }
            });
    for (String path : files.keySet()) {
      if (!now.containsKey(path)) {
        changes.add(new PolicyVersion.FileChange(path, null));
      }
    }
    return changes.isEmpty() ? null : new PolicyVersion(newest + 1, at, who, because, changes);
  }

  /**
   * The version was recorded.
   *
   * @param version as {@link #next} made it; null changes nothing
   * @param now its files
   */
  public void recorded(@Nullable PolicyVersion version, Map<String, String> now) {
    if (version != null) {
      newest = version.number();
      files = new TreeMap<>(now);
    }
  }
}
