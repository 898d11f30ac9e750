package org.failovermon.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.failovermon.db.row.ReadRows;
import org.failovermon.db.row.Times;

/**
 * Removes what is older than it is to be kept, a few rows at a time. Open outages and runs that are
 * not ended stay, however old; so do outages that such a run belongs to, open incidents, and every
 * version of the policies.
 *
 * <p>Age is a matter of the wall clock. When that steps forward by more than an hour, nothing is
 * removed for a day: a clock that is wrong must not erase the past.
 */
final class Retention {
  private static final int ROWS = 500;
  private static final long MOST_LOG_LINES = 2_000_000;
  private static final long MOST_RUNS = 200_000;
  private static final long STEP_NANOS = Duration.ofHours(1).toNanos();
  private static final long HOLD_NANOS = Duration.ofDays(1).toNanos();

  private final StoreOptions options;
  private long offset;
  private long heldSince;
  private boolean held;

  Retention(StoreOptions options, long nowNanos) {
    this.options = options;
    this.offset = offset(options.wall().instant(), nowNanos);
  }

  /**
   * Removes some rows in the transaction of the caller.
   *
   * @param nowNanos the monotonic clock
   * @return whether there may be more to remove
   */
  boolean prune(Connection connection, long nowNanos) throws SQLException {
    Instant now = options.wall().instant();
    if (clockIsSuspect(now, nowNanos)) {
      return false;
    }
    String open = ReadRows.openStatuses();
    String ended = ReadRows.endedStatuses();
    int most = 0;
    most =
        Math.max(
            most,
            delete(
                connection,
                "history",
                "SELECT id FROM history WHERE end_ms < ? ORDER BY end_ms LIMIT " + ROWS,
                now.minus(options.historyKeep()).toEpochMilli()));
    long logCutoff = Times.nanos(now.minus(options.logKeep()));
    most =
        Math.max(
            most,
            delete(
                connection,
                "log",
                "SELECT id FROM log WHERE at_ns < ? ORDER BY at_ns LIMIT " + ROWS,
                logCutoff));
    most =
        Math.max(
            most,
            delete(
                connection,
                "log",
                "SELECT id FROM log WHERE id <= (SELECT MAX(id) FROM log) - ? ORDER BY id LIMIT "
                    + ROWS,
                MOST_LOG_LINES));
    long runCutoff = Times.nanos(now.minus(options.runsKeep()));
    most =
        Math.max(
            most,
            delete(
                connection,
                "outage",
                "SELECT id FROM outage WHERE ended_at_ns IS NOT NULL AND ended_at_ns < ? AND id NOT"
                    + " IN (SELECT outage FROM run WHERE status IN "
                    + open
                    + ") ORDER BY ended_at_ns LIMIT "
                    + ROWS,
                runCutoff));
    most =
        Math.max(
            most,
            delete(
                connection,
                "incident",
                "SELECT id FROM incident WHERE ended_at_ns IS NOT NULL AND ended_at_ns < ? ORDER BY"
                    + " ended_at_ns LIMIT "
                    + ROWS,
                runCutoff));
    most = Math.max(most, runs(connection, ended, runCutoff));
    return most == ROWS;
  }

  private static int runs(Connection connection, String ended, long cutoff) throws SQLException {
    String old =
        "SELECT id FROM run WHERE COALESCE(ended_at_ns, requested_at_ns) < ? AND status IN "
            + ended
            + " ORDER BY COALESCE(ended_at_ns, requested_at_ns), id LIMIT "
            + ROWS;
    String many =
        "SELECT id FROM run WHERE id <= (SELECT MAX(id) FROM run) - ? AND status IN "
            + ended
            + " ORDER BY id LIMIT "
            + ROWS;
    removeOutputs(connection, old, cutoff);
    int byAge = delete(connection, "run", old, cutoff);
    removeOutputs(connection, many, MOST_RUNS);
    return Math.max(byAge, delete(connection, "run", many, MOST_RUNS));
  }

  private static void removeOutputs(Connection connection, String which, long argument)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM run_output WHERE run IN (" + which + ")")) {
      statement.setLong(1, argument);
      statement.executeUpdate();
    }
  }

  private static int delete(Connection connection, String table, String which, long argument)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM " + table + " WHERE id IN (" + which + ")")) {
      statement.setLong(1, argument);
      return statement.executeUpdate();
    }
  }

  private boolean clockIsSuspect(Instant now, long nowNanos) {
    long newOffset = offset(now, nowNanos);
    if (newOffset - offset > STEP_NANOS) {
      held = true;
      heldSince = nowNanos;
    } else if (offset - newOffset > STEP_NANOS || nowNanos - heldSince > HOLD_NANOS) {
      held = false;
    }
    offset = newOffset;
    return held;
  }

  private static long offset(Instant wall, long nanos) {
    return Times.nanos(wall) - nanos;
  }
}
