package org.failovermon.app.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes that use all the processor time they get; at most two minutes of it each. */
final class Hogs implements AutoCloseable {
  private final List<Process> hogs = new ArrayList<>();

  /** Starts so many. */
  Hogs(int number) {
    for (int i = 0; i < number; i++) {
      try {
        hogs.add(
            new ProcessBuilder("sh", "-c", "ulimit -t 120; while :; do :; done")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    hogs.forEach(Process::destroyForcibly);
  }
}
