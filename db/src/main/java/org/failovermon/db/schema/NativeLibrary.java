package org.failovermon.db.schema;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library as a file beside the program. Without it each start writes a megabyte to
 * the temporary folder, which a SIGKILL leaves there, and which may be mounted {@code noexec}.
 */
public final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Unpacks the library for this machine, readable by all, under the name by which sqlite-jdbc
   * looks for it in the folder that the property {@code org.sqlite.lib.path} names.
   *
   * @param folder where it is put; made if it does not exist
   * @return the file, or nothing when the driver brings none for this kind of machine that is known
   *     here: then it is left to the driver to unpack one at each start
   * @throws IOException when it cannot be written
   */
  public static Optional<Path> unpack(Path folder) throws IOException {
    URL packed = packedLibrary();
    if (packed == null) {
      return Optional.empty();
    }
    Files.createDirectories(folder);
    Path file = folder.resolve(System.mapLibraryName("sqlitejdbc"));
    Path part = Files.createTempFile(folder, "libsqlitejdbc", ".part");
    try {
      try (InputStream bytes = packed.openStream()) {
        Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return Optional.of(file);
  }

  private static @Nullable URL packedLibrary() {
    String machine =
        switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch64";
          default -> "";
        };
    boolean linux = System.getProperty("os.name", "").equals("Linux");
    return !linux || machine.isEmpty() || Files.exists(Path.of("/etc/alpine-release"))
        ? null
        : SQLiteJDBCLoader.class.getResource(
            "/org/sqlite/native/Linux/" + machine + "/libsqlitejdbc.so");
  }
}
