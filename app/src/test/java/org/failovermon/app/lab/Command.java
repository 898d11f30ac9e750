package org.failovermon.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system to their end. */
final class Command {
  private static final long BOUND_SECONDS = 60;

  private Command() {}

  /**
   * What a program printed, and its exit code.
   *
   * @param exit its exit code
   * @param output standard output and standard error
   */
  record Ended(int exit, String output) {}

  /**
   * Runs a program that must succeed, and returns what it printed.
   *
   * @throws IllegalStateException when it fails
   */
  static String run(String... words) {
    Ended ended = attempt(words);
    if (ended.exit() != 0) {
      throw new IllegalStateException(
          String.join(" ", words) + " ended with " + ended.exit() + ": " + ended.output());
    }
    return ended.output();
  }

  /** Runs a program that may fail. */
  static Ended attempt(String... words) {
    try {
      Process process =
          new ProcessBuilder(List.of(words))
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", words) + " does not end");
      }
      return new Ended(process.exitValue(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(String.join(" ", words) + " was interrupted", e);
    }
  }

  /** Sends a signal, as in {@code STOP}, to one process. */
  static void signal(String name, long pid) {
    run("kill", "-" + name, Long.toString(pid));
  }

  /** Whether a program is installed. */
  static boolean installed(String program) {
    for (String folder :
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin".split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
