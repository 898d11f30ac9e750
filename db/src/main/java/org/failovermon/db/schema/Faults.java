package org.failovermon.db.schema;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Says in one sentence what is wrong with the database and what to do about it. */
public final class Faults {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int NOMEM = 7;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int PERM = 3;
  private static final int CONSTRAINT = 19;
  private static final int NOTADB = 26;
  private static final int PRIMARY_CODE = 0xff;

  private Faults() {}

  /**
   * The sentence for an error of SQLite.
   *
   * @param doing what was attempted, as in "cannot write to"
   * @param file the database file
   * @param error what SQLite said
   */
  public static String sentence(String doing, Path file, SQLException error) {
    String what = doing + " the database " + file + ": ";
    return switch (error.getErrorCode() & PRIMARY_CODE) {
      case FULL ->
          what
              + "the disk is full; free space in "
              + file.toAbsolutePath().getParent()
              + ", writing goes on by itself";
      case READONLY -> what + readOnly(file);
      case IOERR ->
          what
              + "the disk reports an error ("
              + detail(error)
              + "); look at the kernel's log (dmesg) and at the disk; writing goes on by itself"
              + " once the disk works";
      case CORRUPT, NOTADB -> corrupt(what, file, detail(error));
      case CANTOPEN, PERM ->
          Files.isReadable(file) && !Files.isWritable(file)
              ? what + readOnly(file)
              : what
                  + "it cannot be opened ("
                  + detail(error)
                  + "); check that the folder exists and that the user may read and write it";
      case BUSY, LOCKED ->
          what
              + "another program holds its lock; end what else writes to the file (lsof "
              + file
              + ")";
      case NOMEM -> what + "memory is short; give the machine or the daemon more";
      case CONSTRAINT ->
          what
              + "a write broke a rule of the schema ("
              + detail(error)
              + "); this is a defect of failovermon: report it, and restart the daemon to go on";
      default -> what + detail(error);
    };
  }

  /** The sentence for a file whose content is damaged. */
  public static String corrupt(String what, Path file, String detail) {
    return what
        + "the file is damaged ("
        + detail
        + "); it is left as it is. Stop the daemon, keep a copy, then mend it with: sqlite3 "
        + file
        + " .recover | sqlite3 "
        + file
        + ".mended — or put back a backup";
  }

  /** The code that SQLite would have given to an error of the file system. */
  static int code(IOException error) {
    String message = String.valueOf(error.getMessage());
    return error instanceof AccessDeniedException || message.contains("Read-only")
        ? READONLY
        : message.contains("No space") || message.contains("quota") ? FULL : CANTOPEN;
  }

  /** Whether the error says that the content of the file is damaged. */
  public static boolean isCorrupt(SQLException error) {
    int code = error.getErrorCode() & PRIMARY_CODE;
    return code == CORRUPT || code == NOTADB;
  }

  /** Whether the error says that the file could not be opened or written for want of rights. */
  public static boolean isAccess(SQLException error) {
    int code = error.getErrorCode() & PRIMARY_CODE;
    return code == CANTOPEN || code == READONLY || code == PERM || code == IOERR;
  }

  private static String readOnly(Path file) {
    return "the file or its file system is read-only; make "
        + file
        + " and its folder writable for the user of the daemon, or mount it read-write; writing"
        + " goes on by itself";
  }

  private static String detail(SQLException error) {
    String message = String.valueOf(error.getMessage());
    return message.replaceAll("\\s+", " ").strip();
  }
}
