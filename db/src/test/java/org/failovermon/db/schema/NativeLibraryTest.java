package org.failovermon.db.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class NativeLibraryTest {
  @TempDir Path folder;

  @Test
  void unpacksTheOneFileThatTheDriverLooksForReadableByAll() throws IOException {
    Path lib = folder.resolve("native");
    Path file = NativeLibrary.unpack(lib).orElseThrow();
    assertEquals(lib.resolve(LibraryLoaderUtil.getNativeLibName()), file);
    assertTrue(Files.size(file) > 500_000);
    assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (Stream<Path> files = Files.list(lib)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void replacesAnOlderFile() throws IOException {
    Path lib = folder.resolve("native");
    Files.createDirectories(lib);
    Path file = lib.resolve(LibraryLoaderUtil.getNativeLibName());
    Files.writeString(file, "older");
    assertEquals(file, NativeLibrary.unpack(lib).orElseThrow());
    assertTrue(Files.size(file) > 500_000);
  }

  @Test
  void saysThatTheFolderCannotBeMade() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    assertThrows(
        IOException.class, () -> NativeLibrary.unpack(folder.resolve("file").resolve("native")));
  }
}
