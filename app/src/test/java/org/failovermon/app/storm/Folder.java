package org.failovermon.app.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The policies and scripts of a home as files, and the ways in which editors and tools save. */
final class Folder {
  /** How a file is saved. */
  enum Manner {
    /** Truncated and written again, as sed without -i and most scripts do. */
    IN_PLACE,
    /** Written beside and renamed over it, as vim and rsync do. */
    RENAMED_OVER,
    /** A link that is led to another file, as tools that deploy do. */
    LINK_SWAPPED
  }

  private final Path home;
  private int stored;

  Folder(Path home) {
    this.home = home;
  }

  Path file(String path) {
    return home.resolve(path);
  }

  void save(String path, String text, Manner manner) {
    Path file = file(path);
    io(
        () -> {
          Files.createDirectories(file.getParent());
          switch (manner) {
            case IN_PLACE -> Files.writeString(file, text);
            case RENAMED_OVER -> {
              Path fresh = file.resolveSibling("." + file.getFileName() + ".swp");
              Files.writeString(fresh, text);
              Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
            case LINK_SWAPPED -> {
              Path store = Files.createDirectories(home.resolve("store"));
              Path target = store.resolve(++stored + ".groovy");
              Files.writeString(target, text);
              Path link = file.resolveSibling("." + file.getFileName() + ".link");
              Files.createSymbolicLink(link, target);
              Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
            }
          }
        });
  }

  void remove(String path) {
    io(() -> Files.delete(file(path)));
  }

  void rename(String from, String to) {
    io(
        () -> {
          Files.createDirectories(file(to).getParent());
          Files.move(file(from), file(to), StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /** All sources as they lie there, by path. */
  SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    for (String root : List.of("policies", "scripts")) {
      io(
          () -> {
            try (Stream<Path> all = Files.walk(home.resolve(root))) {
              for (Path each : all.filter(Files::isRegularFile).toList()) {
                if (each.toString().endsWith(".groovy")) {
                  texts.put(home.relativize(each).toString(), Files.readString(each));
                }
              }
            }
          });
    }
    return texts;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void io(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
