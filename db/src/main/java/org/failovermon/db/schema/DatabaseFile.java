package org.failovermon.db.schema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens a database file for its one writer: creates it, migrates it, refuses what is not ours.
 *
 * <p>A new database is made under another name and renamed when it is complete, so that a crash
 * leaves no half of one. An existing file is never made anew, whatever is wrong with it.
 */
public final class DatabaseFile {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private DatabaseFile() {}

  /**
   * Opens the file for reading and writing, after creating or migrating it as needed. The caller
   * holds the lock of the installation.
   *
   * @param file the database
   * @param now for the name of the backup that is made before a migration
   * @throws DatabaseException when it cannot be opened, is damaged, is not ours or is newer
   */
  public static Connection open(Path file, Instant now) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new DatabaseException(
          "cannot open the database "
              + file
              + ": the folder "
              + folder
              + " does not exist; create it, or name another home with --home");
    }
    if (Files.notExists(file)) {
      create(file);
    }
    try {
      return openExisting(file, now);
    } catch (SQLException e) {
      throw new DatabaseException(Faults.sentence("cannot open", file, e), e);
    }
  }

  /**
   * Connects again to a file that was opened before, without creating or migrating.
   *
   * @throws SQLException when it cannot be opened
   */
  public static Connection reopen(Path file) throws SQLException {
    return connect(file, false);
  }

  private static Connection openExisting(Path file, Instant now) throws SQLException {
    checkIsDatabase(file);
    Connection connection = connect(file, false);
    try {
      int id = Migrations.pragma(connection, "application_id");
      int version = Migrations.version(connection);
      if (id != Migrations.APPLICATION_ID) {
        throw new DatabaseException(
            "the file "
                + file
                + " is an SQLite database of another program (application_id "
                + id
                + ", ours is "
                + Migrations.APPLICATION_ID
                + "); move it away, or name another home with --home");
      }
      Migrations.refuseNewer(file, version);
      if (version < Migrations.newest()) {
        backUp(connection, file, version, now);
        Migrations.apply(connection, version, Migrations.newest());
      }
      setMode(file);
      return connection;
    } catch (SQLException | RuntimeException e) {
      closeQuietly(connection, e);
      throw e;
    }
  }

  private static void checkIsDatabase(Path file) {
    byte[] magic = "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1);
    try (var in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(magic.length);
      if (!java.util.Arrays.equals(head, magic)) {
        String detail = head.length == 0 ? "it is empty" : "it does not begin as a database does";
        throw new DatabaseException(
            Faults.corrupt("cannot open the database " + file + ": ", file, detail));
      }
    } catch (IOException e) {
      throw new DatabaseException(
          "cannot read the database " + file + ": " + Reasons.of(e) + "; check its owner and mode",
          e);
    }
  }

  private static void create(Path file) {
    Path part = file.resolveSibling(file.getFileName() + ".new");
    try {
      for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
        Files.deleteIfExists(part.resolveSibling(part.getFileName() + suffix));
      }
      Files.createFile(part);
      setMode(part);
      try (Connection connection = connect(part, true);
          Statement statement = connection.createStatement()) {
        statement.executeUpdate("PRAGMA application_id = " + Migrations.APPLICATION_ID);
        Migrations.apply(connection, 0, Migrations.newest());
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      FileSync.folder(file.toAbsolutePath().getParent());
    } catch (AtomicMoveNotSupportedException e) {
      throw new IllegalStateException("a rename within one folder is atomic", e);
    } catch (IOException e) {
      throw new DatabaseException(
          "cannot create the database "
              + file
              + ": "
              + Reasons.of(e)
              + "; check that the folder is writable and has space",
          e);
    } catch (SQLException e) {
      throw new DatabaseException(Faults.sentence("cannot create", file, e), e);
    }
  }

  private static void backUp(Connection connection, Path file, int version, Instant now)
      throws SQLException {
    DateTimeFormatter stamp =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
    Path backup =
        file.resolveSibling(file.getFileName() + ".v" + version + "-" + stamp.format(now));
    try (Statement statement = connection.createStatement()) {
      Files.deleteIfExists(backup);
      statement.executeUpdate("VACUUM INTO '" + backup.toString().replace("'", "''") + "'");
      setMode(backup);
      FileSync.file(backup);
    } catch (IOException e) {
      throw new DatabaseException(
          "cannot back up the database " + file + " before migrating it: " + Reasons.of(e), e);
    }
  }

  private static Connection connect(Path file, boolean fresh) throws SQLException {
    guardIndex(file);
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(5_000);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    // A write-ahead log that grew under a long reader gives its space back.
    config.setJournalSizeLimit(16 << 20);
    if (fresh) {
      config.setPageSize(4096);
    }
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  /**
   * Makes the {@code -shm} file the owner's alone before SQLite opens it: whoever can read it can
   * lock it, and no write would get through. SQLite gives a file that it makes the mode of the
   * database, and one that is empty too; so there is a byte in it, which SQLite clears.
   */
  private static void guardIndex(Path file) throws SQLException {
    Path index = PrivateCopy.index(file);
    try {
      if (Files.notExists(index)) {
        Files.createFile(index, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      } else if (!Files.getPosixFilePermissions(index).equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(index, OWNER_ONLY);
      }
      if (Files.size(index) == 0) {
        Files.write(index, new byte[1]);
      }
    } catch (IOException e) {
      throw new SQLException("its -shm file: " + Reasons.of(e), "", Faults.code(e), e);
    }
  }

  /** Readable by all and writable by the owner, whatever the umask says. */
  private static void setMode(Path file) {
    try {
      if (!Files.getPosixFilePermissions(file).equals(MODE)) {
        Files.setPosixFilePermissions(file, MODE);
      }
    } catch (IOException e) {
      throw new DatabaseException(
          "cannot set the mode of " + file + " to 0644: " + Reasons.of(e), e);
    }
  }

  private static void closeQuietly(Connection connection, Exception because) {
    try {
      connection.close();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }
}
