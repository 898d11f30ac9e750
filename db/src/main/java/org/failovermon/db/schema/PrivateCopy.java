package org.failovermon.db.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * A copy of a database and its write-ahead log in a folder of its own, for a user who may read both
 * and not the {@code -shm} file: SQLite makes that anew beside the copy. Whether somebody wrote
 * meanwhile, so that the copy is of no one moment, the caller finds out.
 */
final class PrivateCopy implements AutoCloseable {
  private final Path folder;
  private final Path file;

  private PrivateCopy(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  /** The write-ahead log of a database. */
  static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /** The index of the write-ahead log, whose locks keep readers and the writer apart. */
  static Path index(Path file) {
    return file.resolveSibling(file.getFileName() + "-shm");
  }

  /**
   * Whether this user must read a copy: there is a write-ahead log, and its index can neither be
   * read nor made. Never so for the writer and its process, who must not open the file other than
   * through SQLite (fcntl locks belong to the process).
   */
  static boolean needed(Path file) {
    Path index = index(file);
    Path folder = file.toAbsolutePath().getParent();
    return Files.exists(log(file))
        && (Files.exists(index)
            ? !Files.isReadable(index)
            : folder != null && !Files.isWritable(folder));
  }

  /**
   * Makes a copy.
   *
   * @throws SQLException when it cannot be made
   */
  static PrivateCopy of(Path file) throws SQLException {
    Path folder;
    try {
      folder = Files.createTempDirectory("failovermon-");
    } catch (IOException e) {
      throw new SQLException("no private copy can be made: " + Reasons.of(e), "", 1, e);
    }
    PrivateCopy copy = new PrivateCopy(folder, folder.resolve("copy.db"));
    boolean whole = false;
    try {
      Files.copy(file, copy.file);
      Files.copy(log(file), log(copy.file));
      whole = true;
      return copy;
    } catch (IOException e) {
      throw new SQLException(
          "no private copy can be made in " + folder.getParent() + ": " + Reasons.of(e), "", 1, e);
    } finally {
      if (!whole) {
        copy.close();
      }
    }
  }

  /** The copy of the database. */
  Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      for (Path each : List.of(log(file), index(file), file, folder)) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new DatabaseException("cannot remove the copy " + folder + ": " + Reasons.of(e), e);
    }
  }
}
