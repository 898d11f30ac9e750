package org.failovermon.db;

import java.nio.file.Path;
import org.failovermon.db.schema.DatabaseException;

/** Reads a database, or tries to write it, and prints what came of it. */
final class ReadingChild {
  private ReadingChild() {}

  public static void main(String[] args) {
    Path file = Path.of(args[1]);
    try {
      if (args[0].equals("read")) {
        try (SqliteReader reader = SqliteReader.open(file)) {
          System.out.println("lines " + reader.log(LogFilter.newest(10_000)).size());
        }
      } else {
        try (SqliteStore store = SqliteStore.open(StoreOptions.defaults(file))) {
          System.out.println("incarnation " + store.nextIncarnation());
        }
      }
    } catch (DatabaseException e) {
      System.out.println(e.getMessage());
    }
  }
}
