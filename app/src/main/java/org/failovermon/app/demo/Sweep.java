package org.failovermon.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds and ends the processes of one demo, and removes its folder. A process belongs to the demo
 * when it is one of the programs that a demo runs and an argument of it lies in the demo's folder,
 * whose name is unique.
 */
final class Sweep {
  /** What a demo runs; an operator's editor or pager in the folder is none of these. */
  private static final Set<String> PROGRAMS =
      Set.of("java", "jwebserver", "sh", "dash", "bash", "setsid");

  private static final Duration POLITE = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PACE_NANOS = 20_000_000;

  private Sweep() {}

  /** The processes that run for this folder, without our own. */
  static List<ProcessHandle> of(Path folder) {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != self && belongs(process.pid(), folder.toString()))
        .toList();
  }

  /** Whether that process runs and belongs to this folder. */
  static boolean lives(long pid, Path folder) {
    return belongs(pid, folder.toString());
  }

  private static boolean belongs(long pid, String folder) {
    try {
      String line =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
      String[] words = line.split("\0", -1);
      Path program = Path.of(words[0]).getFileName();
      if (program == null || !PROGRAMS.contains(program.toString())) {
        return false;
      }
      for (String word : words) {
        if (word.equals(folder) || word.startsWith(folder + "/")) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return false; // gone meanwhile, or none of ours
    }
  }

  /**
   * Ends them with SIGKILL, as a loss of power would, and waits until they are gone.
   *
   * @return whether they are
   */
  static boolean kill(Path folder) {
    return until(folder, PATIENCE, true);
  }

  /**
   * Asks them to end, then ends them with SIGKILL.
   *
   * @return whether they are gone
   */
  static boolean end(Path folder) {
    return until(folder, POLITE, false) || until(folder, PATIENCE, true);
  }

  private static boolean until(Path folder, Duration patience, boolean force) {
    long begun = System.nanoTime();
    Set<Long> asked = new java.util.HashSet<>();
    while (System.nanoTime() - begun < patience.toNanos()) {
      List<ProcessHandle> left = of(folder);
      if (left.isEmpty()) {
        return true;
      }
      for (ProcessHandle process : left) {
        if (force) {
          process.destroyForcibly();
        } else if (asked.add(process.pid())) {
          process.destroy();
        }
      }
      LockSupport.parkNanos(PACE_NANOS);
    }
    return of(folder).isEmpty();
  }

  /**
   * Removes a folder with all that is in it.
   *
   * @return what stayed, and why; empty when all is gone
   */
  static Optional<String> remove(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path dir, @org.jspecify.annotations.Nullable IOException e) throws IOException {
              Files.deleteIfExists(dir);
              return FileVisitResult.CONTINUE;
            }
          });
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // somebody else removed it
    } catch (IOException e) {
      return Optional.of(folder + " could not be removed: " + e);
    }
  }
}
