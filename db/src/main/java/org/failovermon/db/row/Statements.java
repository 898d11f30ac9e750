package org.failovermon.db.row;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prepared statements of one connection, each prepared once. Used by one thread. */
final class Statements {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /**
   * Carries out a statement.
   *
   * @param arguments texts, numbers and null
   */
  void update(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement s = prepare(sql);
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case null -> s.setNull(i + 1, Types.NULL);
        case String text -> s.setString(i + 1, text);
        case Long number -> s.setLong(i + 1, number);
        case Integer number -> s.setInt(i + 1, number);
        case byte[] bytes -> s.setBytes(i + 1, bytes);
        case Object other ->
            throw new IllegalArgumentException("no column takes a " + other.getClass());
      }
    }
    s.executeUpdate();
  }
}
