package org.failovermon.db;

import java.time.Instant;
import org.failovermon.engine.model.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of the log are wanted.
 *
 * @param subject the host, job or run they are about, or null for all
 * @param kind their kind, or null for all
 * @param since none older than this, or null for all
 * @param afterId only lines with a greater id; then the oldest of them come first. Otherwise 0, and
 *     the newest lines are taken
 * @param limit most lines, 1 to 10,000
 */
public record LogFilter(
    @Nullable String subject,
    LogEntry.@Nullable Kind kind,
    @Nullable Instant since,
    long afterId,
    int limit) {

  /** Everything, the newest lines. */
  public static LogFilter newest(int limit) {
    return new LogFilter(null, null, null, 0, limit);
  }

  /** The same filter, for what came after a line. */
  public LogFilter after(long id) {
    return new LogFilter(subject, kind, since, id, limit);
  }
}
