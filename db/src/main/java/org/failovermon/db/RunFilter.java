package org.failovermon.db;

import org.failovermon.engine.model.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are wanted.
 *
 * @param subject the host or job, or null for all
 * @param status the status, or null for all
 * @param beforeId only runs with a smaller id, for the next page; 0 for the newest
 * @param limit most runs, 1 to 10,000
 */
public record RunFilter(
    @Nullable String subject, @Nullable RunStatus status, long beforeId, int limit) {
  /** Everything, the newest runs. */
  public static RunFilter newest(int limit) {
    return new RunFilter(null, null, 0, limit);
  }
}
