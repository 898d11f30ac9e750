package org.failovermon.db.row;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times and durations in the database: nanoseconds in 64 bits, times counted from 1970 in UTC. What
 * lies outside of the years 1677 to 2262, or is longer than 292 years, is stored as the nearest
 * value that fits.
 */
public final class Times {
  private static final long NANOS = 1_000_000_000L;

  private Times() {}

  /** The number for a time. */
  public static long nanos(Instant time) {
    return saturated(time.getEpochSecond(), time.getNano());
  }

  /** The number for a duration. */
  public static long nanos(Duration duration) {
    return saturated(duration.getSeconds(), duration.getNano());
  }

  /** The time for a number. */
  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? null : instant(nanos);
  }

  static void set(PreparedStatement statement, int index, @Nullable Instant time)
      throws SQLException {
    if (time == null) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setLong(index, nanos(time));
    }
  }

  private static long saturated(long seconds, int nano) {
    long limit = Long.MAX_VALUE / NANOS - 1;
    if (seconds > limit) {
      return Long.MAX_VALUE;
    }
    return seconds < -limit ? Long.MIN_VALUE : seconds * NANOS + nano;
  }
}
