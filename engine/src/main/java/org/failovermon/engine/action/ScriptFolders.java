package org.failovermon.engine.action;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;

/**
 * Where scripts lie. A relative name is looked for in the installation's own folder for the kind of
 * run, then in the shipped one, so that a file of one's own shadows a shipped one. Thread-safe.
 */
final class ScriptFolders {
  private static final int MOST_SCRIPTS = 1_000;
  private static final int SHEBANG_BYTES = 256;

  private final Path own;
  private final Path shipped;

  ScriptFolders(Path own, Path shipped) {
    this.own = own;
    this.shipped = shipped;
  }

  /**
   * The file that a name means right now.
   *
   * @throws ScriptRejectedException when there is none
   */
  Path resolve(ScriptRef script, RunKind kind) throws ScriptRejectedException {
    Path named = Path.of(script.text());
    if (named.isAbsolute()) {
      if (there(named)) {
        return mustBeFile(named);
      }
      throw new ScriptRejectedException(
          "script " + named + " does not exist; create it, or name another one");
    }
    for (Path root : List.of(own, shipped)) {
      Path file = root.resolve(kind.folder()).resolve(named);
      if (there(file)) {
        return mustBeFile(file);
      }
    }
    throw new ScriptRejectedException(
        "there is no script "
            + script
            + " in "
            + own.resolve(kind.folder())
            + " or "
            + shipped.resolve(kind.folder())
            + "; put it there, or give an absolute path");
  }

  /** The installation's own folder. */
  Path own() {
    return own;
  }

  /** The file of one's own that a name would mean if it were there; none for an absolute path. */
  Optional<Path> shadow(ScriptRef script, RunKind kind) {
    Path named = Path.of(script.text());
    return named.isAbsolute()
        ? Optional.empty()
        : Optional.of(own.resolve(kind.folder()).resolve(named));
  }

  /** The shipped file of a relative name, or empty. */
  Optional<Path> shipped(ScriptRef script, RunKind kind) {
    Path named = Path.of(script.text());
    Path file = shipped.resolve(kind.folder()).resolve(named);
    return named.isAbsolute() || !Files.isRegularFile(file) ? Optional.empty() : Optional.of(file);
  }

  /** Path of a file of one's own as policies call it, {@code scripts/jobs/a.groovy}, or empty. */
  String nameInSet(Path file) {
    return file.startsWith(own) ? "scripts/" + own.relativize(file) : "";
  }

  /**
   * Whether there is something of that name. A link that leads nowhere counts: it must not give way
   * to the shipped script in silence, which does something else.
   */
  private static boolean there(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** The regular files in the script folders, which may be run any time; at most 1,000 a folder. */
  List<Path> all() {
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(own, shipped)) {
      for (RunKind kind : RunKind.values()) {
        Path folder = root.resolve(kind.folder());
        if (Files.isDirectory(folder)) {
          list(folder, found);
        }
      }
    }
    return found;
  }

  private static void list(Path folder, List<Path> found) {
    int most = found.size() + MOST_SCRIPTS;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (found.size() < most
            && !file.getFileName().toString().startsWith(".")
            && Files.isRegularFile(file)) {
          found.add(file);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /**
   * Why a file cannot be run as a program, in words that a failed exec(2) does not find, or empty.
   */
  static Optional<String> programProblem(Path file) {
    if (!Files.isExecutable(file)) {
      return Optional.of("script " + file + " is not executable; mend it: chmod +x " + file);
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(SHEBANG_BYTES);
    } catch (IOException e) {
      return Optional.empty(); // executable and not readable is allowed: the kernel can run it
    }
    if (start.length == 0) {
      return Optional.of("script " + file + " is empty");
    }
    if (start.length < 2 || start[0] != '#' || start[1] != '!') {
      return Optional.empty();
    }
    String line = new String(start, StandardCharsets.UTF_8).substring(2).split("\n", 2)[0];
    if (line.endsWith("\r")) {
      return Optional.of(
          "script "
              + file
              + " has Windows line ends, so that the system looks for an interpreter whose name"
              + " ends in a carriage return; mend it: sed -i 's/\\r"
              + "$//' "
              + file);
    }
    String interpreter = line.strip().split("\\s+", 2)[0];
    if (!interpreter.startsWith("/") || Files.isExecutable(Path.of(interpreter))) {
      return Optional.empty();
    }
    return Optional.of(
        "script "
            + file
            + " wants the interpreter "
            + interpreter
            + ", which is not on this system; install it or mend the first line");
  }

  private static Path mustBeFile(Path file) throws ScriptRejectedException {
    if (!Files.exists(file)) {
      throw new ScriptRejectedException(
          "script "
              + file
              + " is a link that leads nowhere; mend the link, or remove it to use the shipped"
              + " script if there is one of that name");
    }
    if (!Files.isRegularFile(file)) {
      throw new ScriptRejectedException("script " + file + " is not a regular file");
    }
    return file;
  }
}
