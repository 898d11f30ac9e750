package org.failovermon.db.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.HostName;

/** The tables of the heartbeat history. The caller owns the transaction. */
public final class HistoryRows {
  private HistoryRows() {}

  /** The numbers that hosts were given. */
  public static List<Beats.NumberedHost> hosts(Connection connection) throws SQLException {
    List<Beats.NumberedHost> hosts = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT id, host FROM history_host");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        hosts.add(new Beats.NumberedHost(row.getInt(1), new HostName(row.getString(2))));
      }
    }
    return hosts;
  }

  /** Writes what is due. */
  public static void write(Connection connection, Beats.Due due) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT OR IGNORE INTO history_host (id, host) VALUES (?, ?)")) {
      for (Beats.NumberedHost host : due.hosts()) {
        statement.setInt(1, host.id());
        statement.setString(2, host.host().value());
        statement.executeUpdate();
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO history (shard, start_ms, end_ms, segments) VALUES (?, ?, ?, ?)")) {
      for (Beats.Row row : due.rows()) {
        statement.setInt(1, row.shard());
        statement.setLong(2, row.startMillis());
        statement.setLong(3, row.endMillis());
        statement.setBytes(4, row.segments());
        statement.executeUpdate();
      }
    }
  }

  /** Adds what is written of a host to the buckets. */
  public static void read(Connection connection, HostName host, HistoryBuckets buckets)
      throws SQLException {
    int id;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id FROM history_host WHERE host = ?")) {
      statement.setString(1, host.value());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return;
        }
        id = row.getInt(1);
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT segments FROM history WHERE shard = ? AND end_ms >= ? AND start_ms < ?")) {
      statement.setInt(1, Segments.shard(id));
      statement.setLong(2, buckets.fromMillis());
      statement.setLong(3, buckets.toMillis());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Segments.read(row.getBytes(1), id, buckets);
        }
      }
    }
  }
}
