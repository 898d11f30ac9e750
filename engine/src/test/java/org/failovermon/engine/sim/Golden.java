package org.failovermon.engine.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares transcripts with those that are kept in {@code src/test/resources/transcripts}. {@code
 * mvn -pl engine -am test -Dtest='*ScenariosTest' -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailovermon.updateGolden=true} writes them anew; look at the difference before you commit it.
 */
final class Golden {
  private static final Path FOLDER =
      Path.of(System.getProperty("failovermon.root", ".."))
          .resolve("engine/src/test/resources/transcripts");

  private Golden() {}

  static void check(String name, Transcript transcript) {
    Path file = FOLDER.resolve(name + ".txt");
    try {
      if (Boolean.getBoolean("failovermon.updateGolden")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, transcript.toString());
      } else {
        assertEquals(
            Files.exists(file) ? Files.readString(file) : "(there is no " + file + " yet)",
            transcript.toString(),
            "transcript of " + name + " (see Golden on how to write it anew)");
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
