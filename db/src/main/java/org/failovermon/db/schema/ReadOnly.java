package org.failovermon.db.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * A connection for reading that needs no right to write, neither the file nor its folder.
 *
 * <p>SQLite reads a database in WAL mode through its {@code -wal} and {@code -shm} files. While a
 * daemon runs, and after it was killed, they are there. After a clean end they are gone, and SQLite
 * would want to make them: then the file is opened as {@code immutable}, which is right as long as
 * nobody writes. Somebody may begin to: so the file is looked at before and after each query, and a
 * query that may have seen a change is done again.
 *
 * <p>The {@code -shm} file is the writer's alone, since whoever can read it can lock it. Other
 * users ask the daemon; after it was killed, they read a {@link PrivateCopy}.
 */
public final class ReadOnly implements AutoCloseable {
  private static final int TRIES = 20;

  private final Path file;
  private @Nullable Connection connection;
  private @Nullable Stamp stamp;
  private @Nullable PrivateCopy copy;

  /** A query. May be done more than once. */
  @FunctionalInterface
  public interface Query<T> {
    /** Reads through the connection. */
    T run(Connection connection) throws SQLException;
  }

  /** What changes when somebody writes: the file, and its write-ahead log if that is copied. */
  private record Stamp(@Nullable Object key, long size, FileTime modified, @Nullable Stamp log) {}

  private ReadOnly(Path file) {
    this.file = file;
  }

  /**
   * Opens the database and checks that it is one of ours.
   *
   * @throws DatabaseException when that cannot be
   */
  public static ReadOnly open(Path file) {
    if (!Files.exists(file)) {
      throw new DatabaseException(
          "there is no database "
              + file
              + " that this user can see: add a monitor to make one, check the folder's mode, or"
              + " name another home with --home");
    }
    if (!Files.isReadable(file)) {
      throw new DatabaseException(
          "cannot read the database "
              + file
              + ": permission denied; its mode should be 0644 (chmod 644 "
              + file
              + ")");
    }
    if (file.toFile().length() == 0) {
      // Not looked at by opening it: closing it again would drop the locks of a writer in this
      // process (fcntl locks belong to the process, not to the descriptor).
      throw new DatabaseException(
          Faults.corrupt("cannot read the database " + file + ": ", file, "it is empty"));
    }
    ReadOnly opened = new ReadOnly(file);
    try {
      opened.read(
          reading -> {
            opened.check(reading);
            return file;
          });
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw new DatabaseException(opened.sentence(e), e);
    } catch (DatabaseException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Runs a query that sees one moment of the database.
   *
   * @throws SQLException when it cannot be read
   */
  public <T> T read(Query<T> query) throws SQLException {
    SQLException last = null;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        T result = once(query);
        Stamp before = stamp;
        if (before == null || before.equals(stampAtRest())) {
          return result;
        }
        close();
      } catch (SQLException e) {
        boolean atRest = stamp != null;
        boolean settled = !atRest || Objects.equals(stamp, stampAtRest());
        close();
        // Without a write-ahead log the error may be that its files went away under our feet.
        if (settled && !(Faults.isAccess(e) && attempt < 2)) {
          throw e;
        }
        last = e;
      }
    }
    throw last != null
        ? last
        : new SQLException("the file changed during every one of " + TRIES + " attempts", "", 5);
  }

  /** The sentence for an error of {@link #read}. */
  public String sentence(SQLException error) {
    return Faults.sentence("cannot read", file, error);
  }

  @Override
  public void close() {
    Connection open = connection;
    PrivateCopy copied = copy;
    connection = null;
    stamp = null;
    copy = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      throw new DatabaseException(Faults.sentence("cannot close", file, e), e);
    } finally {
      if (copied != null) {
        copied.close();
      }
    }
  }

  private <T> T once(Query<T> query) throws SQLException {
    Connection open = connection;
    if (open == null) {
      stamp = stampAtRest();
      if (PrivateCopy.needed(file)) {
        copy = PrivateCopy.of(file);
        open = connect(copy.file(), "?mode=rw");
      } else {
        open = connect(file, stamp != null ? "?mode=ro&immutable=1" : "?mode=ro");
      }
      connection = open;
    }
    try (Statement statement = open.createStatement()) {
      statement.executeUpdate("BEGIN");
      T result = query.run(open);
      statement.executeUpdate("COMMIT");
      return result;
    }
  }

  private void check(Connection reading) throws SQLException {
    int id = Migrations.pragma(reading, "application_id");
    if (id != Migrations.APPLICATION_ID) {
      throw new DatabaseException(
          "the file " + file + " is not a database of failovermon (application_id " + id + ")");
    }
    int version = Migrations.version(reading);
    Migrations.refuseNewer(file, version);
    if (version < Migrations.newest()) {
      throw new DatabaseException(
          "the database "
              + file
              + " has schema version "
              + version
              + ", this failovermon reads version "
              + Migrations.newest()
              + "; start the daemon once, it migrates the database");
    }
  }

  /**
   * The stamp of the file when nobody is thought to write, or null when a write-ahead log lies
   * beside it, through which SQLite keeps readers and the writer apart.
   */
  private @Nullable Stamp stampAtRest() throws SQLException {
    try {
      Path log = PrivateCopy.log(file);
      if (PrivateCopy.needed(file)) {
        return stamp(file, stamp(log, null));
      }
      return Files.exists(log) ? null : stamp(file, null);
    } catch (IOException e) {
      throw new SQLException(Reasons.of(e), "", 14, e);
    }
  }

  private static Stamp stamp(Path file, @Nullable Stamp log) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(now.fileKey(), now.size(), now.lastModifiedTime(), log);
  }

  private static Connection connect(Path file, String how) throws SQLException {
    boolean writes = how.equals("?mode=rw");
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    if (!writes) {
      config.resetOpenMode(SQLiteOpenMode.READWRITE);
      config.setOpenMode(SQLiteOpenMode.READONLY);
    }
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setBusyTimeout(5_000);
    String uri = file.toAbsolutePath().toUri().getRawPath();
    return config.createConnection("jdbc:sqlite:file:" + uri + how);
  }
}
