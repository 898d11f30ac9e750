package org.failovermon.db.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir Path home;

  @AfterEach
  void forget() {
    System.clearProperty("org.sqlite.lib.path");
    System.clearProperty("org.sqlite.lib.name");
  }

  private Path library() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      List<Path> all = files.toList();
      assertEquals(1, all.size(), all.toString());
      return all.getFirst();
    }
  }

  @Test
  void unpacksOnceAndUsesTheFolderFromThenOn() throws IOException {
    assertTrue(NativeLibrary.keepIn(home.resolve("lib")));
    var unpacked = Files.getLastModifiedTime(library());
    assertTrue(Files.size(library()) > 500_000);
    forget();
    assertTrue(NativeLibrary.keepIn(home.resolve("lib")));
    assertEquals(unpacked, Files.getLastModifiedTime(library()));
    assertEquals(home.resolve("lib").toString(), System.getProperty("org.sqlite.lib.path"));
  }

  @Test
  void doesNotTrustALibraryThatOthersCanWrite() throws IOException {
    assertTrue(NativeLibrary.keepIn(home.resolve("lib")));
    forget();
    Files.setPosixFilePermissions(library(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertFalse(NativeLibrary.keepIn(home.resolve("lib")));
  }

  @Test
  void doesNotTrustAFolderThatOthersCanWrite() throws IOException {
    assertTrue(NativeLibrary.keepIn(home.resolve("lib")));
    forget();
    Files.setPosixFilePermissions(
        home.resolve("lib"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertFalse(NativeLibrary.keepIn(home.resolve("lib")));
  }

  @Test
  void leavesItToTheDriverWhereTheFolderCannotBeMade() throws IOException {
    Files.writeString(home.resolve("file"), "");
    assertFalse(NativeLibrary.keepIn(home.resolve("file").resolve("lib")));
  }
}
