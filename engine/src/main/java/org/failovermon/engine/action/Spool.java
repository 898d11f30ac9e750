package org.failovermon.engine.action;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of runs whose end is not recorded: what they have printed so far, and which program
 * goes on. Kept in files of the home, since failoverd may die before a run does. As bounded as the
 * output of a run. Thread-safe; best effort: what cannot be written is logged once.
 */
public final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  private final Path folder;
  private volatile boolean complained;

  /** The spool in this folder of a home; made when it is needed. */
  public Spool(Path folder) {
    this.folder = folder;
  }

  private Path outputOf(long run) {
    return folder.resolve(run + ".output");
  }

  private Path programOf(long run) {
    return folder.resolve(run + ".program");
  }

  /** Replaces what the run has printed so far. */
  void output(long run, String text) {
    write(outputOf(run), text);
  }

  /** The run has started a program. */
  void program(long run, long pid) {
    Optional<String> start = startOf(pid);
    if (start.isPresent()) {
      write(programOf(run), pid + " " + start.get() + "\n");
    }
  }

  /** The program of the run has ended. */
  void programEnded(long run) {
    delete(programOf(run));
  }

  /** All about the run is recorded elsewhere, or of no interest any more. */
  void forget(long run) {
    delete(outputOf(run));
    delete(programOf(run));
  }

  /** What the run has printed so far, at most a second old; empty when nothing is known of it. */
  public Optional<String> output(long run) {
    return read(outputOf(run));
  }

  /**
   * The process id of the program that the run has started last, if it still runs: the same process
   * id begun at the same time.
   */
  public Optional<Long> alive(long run) {
    Optional<String> line = read(programOf(run));
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] words = line.get().strip().split(" ", -1);
    if (words.length != 2 || !words[0].matches("\\d{1,10}")) {
      return Optional.empty();
    }
    long pid = Long.parseLong(words[0]);
    return startOf(pid).filter(words[1]::equals).map(same -> pid);
  }

  /** Removes what is kept of runs up to this one, but for those that are not ended. */
  public void tidy(java.util.Set<Long> open) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String number = file.getFileName().toString().split("\\.", 2)[0];
        if (number.matches("\\d{1,18}") && !open.contains(Long.parseLong(number))) {
          delete(file);
        }
      }
    } catch (IOException e) {
      complain(e);
    }
  }

  /**
   * When the process began, as the kernel counts it (field 22 of its stat); empty when it ended.
   */
  private static Optional<String> startOf(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended ? Optional.empty() : Optional.of(fields[19]);
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty(); // there is no such process any more
    }
  }

  private Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      complain(e);
      return Optional.empty();
    }
  }

  private void write(Path file, String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          fresh,
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      complained = false;
    } catch (IOException e) {
      complain(e);
    }
  }

  private void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      complain(e);
    }
  }

  private void complain(IOException e) {
    if (!complained) {
      complained = true;
      LOG.warn("what runs print cannot be kept in {}: {}", folder, e.toString());
    }
  }
}
