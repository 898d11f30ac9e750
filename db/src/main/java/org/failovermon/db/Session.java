package org.failovermon.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.failovermon.db.row.ReadRows;
import org.failovermon.db.row.WriteRows;
import org.failovermon.db.schema.DatabaseFile;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes. After an error it is closed and opened anew for the next transaction.
 * One transaction at a time; the lock is held while the disk works.
 */
final class Session {
  private static final int SQLITE_CANTOPEN = 14;

  private final Path file;
  private final String id = UUID.randomUUID().toString();
  private final @Nullable Object inode;
  private @Nullable Connection connection;
  private @Nullable WriteRows rows;

  /** What is done in a transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection, WriteRows rows) throws SQLException;
  }

  /** A session on a file that was just opened. */
  Session(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
    this.inode = inode();
  }

  /**
   * Does the work in one transaction, durably.
   *
   * @throws SQLException when it failed; nothing of it is kept, except perhaps when the commit
   *     itself failed, see {@link #lastCommitted}
   */
  synchronized <T> T transaction(Work<T> work) throws SQLException {
    checkFile();
    Connection open = connection();
    try (Statement statement = open.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      T result = work.run(open, rows(open));
      statement.executeUpdate("COMMIT");
      return result;
    } catch (SQLException | RuntimeException | OutOfMemoryError e) {
      abandon(e);
      throw e;
    }
  }

  /** Notes, within the transaction, that all batches up to this one are in the database. */
  void noteCommitted(WriteRows rows, long batch) throws SQLException {
    rows.setMeta("commit_session", id);
    rows.setMeta("commit_batch", Long.toString(batch));
  }

  /**
   * The last batch of this session that is in the database, or 0. Asked after an error: a commit
   * that reported one may have reached the disk all the same.
   */
  long lastCommitted(Connection open) throws SQLException {
    Map<String, String> meta = new ReadRows(open).meta();
    return id.equals(meta.get("commit_session"))
        ? Long.parseLong(meta.getOrDefault("commit_batch", "0"))
        : 0;
  }

  /**
   * Moves the write-ahead log into the database and closes.
   *
   * @throws SQLException when that failed; nothing committed is lost thereby
   */
  synchronized void close() throws SQLException {
    Connection open = connection;
    connection = null;
    rows = null;
    if (open != null) {
      open.close();
    }
  }

  /** What is written to a file that was removed or replaced is lost, and SQLite does not say so. */
  private void checkFile() throws SQLException {
    Object now = inode();
    if (now == null || !now.equals(inode)) {
      SQLException gone =
          new SQLException(
              now == null
                  ? "the file is gone; put it back"
                  : "the file was replaced while the daemon runs; restart the daemon to use it",
              "",
              SQLITE_CANTOPEN);
      abandon(gone);
      throw gone;
    }
  }

  private @Nullable Object inode() {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException unreachable) {
      return null;
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = DatabaseFile.reopen(file);
      connection = open;
      rows = null;
    }
    return open;
  }

  private WriteRows rows(Connection open) {
    WriteRows ready = rows;
    if (ready == null) {
      ready = new WriteRows(open);
      rows = ready;
    }
    return ready;
  }

  /** Closing rolls back what is open. */
  private void abandon(Throwable because) {
    try {
      close();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }
}
