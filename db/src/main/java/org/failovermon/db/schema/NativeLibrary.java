package org.failovermon.db.schema;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Keeps SQLite's native library in a folder of the installation, so that not each start writes a
 * megabyte to the temporary folder, which may be mounted {@code noexec} besides.
 *
 * <p>A library is code: one is taken from the folder only if the folder and the file belong to root
 * or to the user who runs this, and nobody else can write them. In every other case sqlite-jdbc
 * unpacks its own copy to {@code java.io.tmpdir}, as it does by default.
 */
public final class NativeLibrary {
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";
  private static final String NAME_PROPERTY = "org.sqlite.lib.name";

  private NativeLibrary() {}

  /**
   * Has SQLite loaded from the folder, unpacking it there first if it is not there yet. To be
   * called before the first connection; without effect when the property {@code
   * org.sqlite.lib.path} is set already.
   *
   * @param folder where the library is kept; made if it does not exist
   * @return true when the library will be loaded from the folder, false when sqlite-jdbc's own way
   *     is left in place
   */
  public static synchronized boolean keepIn(Path folder) {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return true;
    }
    String name = "libsqlitejdbc-" + SQLiteJDBCLoader.getVersion() + ".so";
    Path file = folder.resolve(name);
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        URL packed = packedLibrary();
        if (packed == null) {
          return false;
        }
        unpack(packed, folder, file);
      }
      if (!trusted(folder) || !trusted(file)) {
        return false;
      }
    } catch (IOException | UnsupportedOperationException cannotKeep) {
      return false;
    }
    System.setProperty(PATH_PROPERTY, folder.toAbsolutePath().toString());
    System.setProperty(NAME_PROPERTY, name);
    return true;
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

  private static void unpack(URL packed, Path folder, Path file) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
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
  }

  private static boolean trusted(Path path) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> mode = attributes.permissions();
    String owner = attributes.owner().getName();
    return !attributes.isSymbolicLink()
        && !mode.contains(PosixFilePermission.GROUP_WRITE)
        && !mode.contains(PosixFilePermission.OTHERS_WRITE)
        && (owner.equals("root") || owner.equals(System.getProperty("user.name", "")));
  }
}
