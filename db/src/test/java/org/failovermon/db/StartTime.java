package org.failovermon.db;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Measures the first use of a database in a fresh JVM: {@code StartTime FILE read|write}; with
 * {@code -Dorg.sqlite.lib.path=FOLDER} SQLite's native library is loaded from there.
 */
final class StartTime {
  private StartTime() {}

  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    int classesBefore = classes();
    long start = System.nanoTime();
    boolean kept = System.getProperty("org.sqlite.lib.path") != null;
    int monitors;
    if (args[1].equals("read")) {
      try (SqliteReader reader = SqliteReader.open(file)) {
        monitors = reader.snapshot().monitors().size();
      }
    } else {
      SqliteStore store = SqliteStore.open(StoreOptions.defaults(file));
      monitors = store.load().monitors().size();
    }
    System.out.println(
        "%s of %d monitors: %d ms, %d classes, library kept: %s"
            .formatted(
                args[1],
                monitors,
                (System.nanoTime() - start) / 1_000_000,
                classes() - classesBefore,
                kept));
  }

  private static int classes() {
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }
}
