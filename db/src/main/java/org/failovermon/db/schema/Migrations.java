package org.failovermon.db.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The versions of the schema. Version n is what the first n files make; {@code PRAGMA user_version}
 * says which one a database has. A file that was released is never changed: what comes later is a
 * further file.
 */
public final class Migrations {
  /** {@code PRAGMA application_id} of our databases: "fovm". */
  public static final int APPLICATION_ID = 0x666f766d;

  private static final List<String> FILES =
      List.of(
          "0001__monitors_outages_runs_and_log.sql",
          "0002__retries_of_runs_and_heartbeat_history.sql",
          "0003__policies_checks_and_rules.sql");

  private Migrations() {}

  /** The files, in order. */
  public static List<String> files() {
    return FILES;
  }

  /** The version that this program writes. */
  public static int newest() {
    return FILES.size();
  }

  /**
   * Applies the files that the database lacks, each in a transaction of its own.
   *
   * @param connection to the database; in auto-commit mode
   * @param from the version that the database has
   * @param to the version wanted, at most {@link #newest}
   * @throws SQLException when a file fails; the database then has the version before that file
   */
  public static void apply(Connection connection, int from, int to) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int version = from + 1; version <= to; version++) {
        String script = text(FILES.get(version - 1));
        statement.executeUpdate("BEGIN IMMEDIATE");
        try {
          statement.executeUpdate(script);
          statement.executeUpdate("PRAGMA user_version = " + version);
          statement.executeUpdate("COMMIT");
        } catch (SQLException failed) {
          rollBack(statement, failed);
          throw failed;
        }
      }
    }
  }

  /**
   * Refuses a version that this program does not know.
   *
   * @throws DatabaseException when the version is newer than {@link #newest}
   */
  public static void refuseNewer(Path file, int version) {
    if (version > newest()) {
      throw new DatabaseException(
          "the database "
              + file
              + " has schema version "
              + version
              + ", and this failovermon knows versions up to "
              + newest()
              + "; install the failovermon that wrote it or a newer one, or put back the backup"
              + " that was made before it was migrated ("
              + file
              + ".v"
              + newest()
              + "-…)");
    }
  }

  /** The version of a database. */
  static int version(Connection connection) throws SQLException {
    return pragma(connection, "user_version");
  }

  static int pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static void rollBack(Statement statement, SQLException failed) {
    try {
      statement.executeUpdate("ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      failed.addSuppressed(alreadyRolledBack);
    }
  }

  private static String text(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program cannot be read: " + file, e);
    }
  }
}
