package org.failovermon.dsl.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A home with policies and scripts, to be edited. */
final class Installation {
  final Path home;
  private long nanos;

  Installation(Path folder) {
    home = folder;
    for (String name : List.of("policies", "scripts/lost-pulse")) {
      folder(name);
    }
  }

  List<SourceRoot> roots() {
    return SourceRoot.ofInstallation(
        home.resolve("policies"), home.resolve("scripts"), List.of(home));
  }

  SourceTree tree() {
    return new SourceTree(roots());
  }

  /** Reads as if the last reading was a second ago. */
  Sources read(SourceTree tree) {
    nanos += 1_000_000_000L;
    return tree.read(nanos);
  }

  Path file(String path) {
    return home.resolve(path);
  }

  Path folder(String path) {
    try {
      Files.createDirectories(file(path));
      Path each = home;
      for (Path name : Path.of(path)) {
        each = each.resolve(name);
        mode(each, "rwxr-xr-x");
      }
      return file(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(String path, String text) {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String path, byte[] content) {
    try {
      Files.write(file(path), content);
      mode(file(path), "rw-r--r--");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void mode(Path path, String mode) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
