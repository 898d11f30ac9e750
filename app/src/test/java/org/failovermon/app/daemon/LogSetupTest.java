package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a daemon does not fill the disk. */
class LogSetupTest {
  private static final int FILE_BYTES = 10_000;
  private static final int LINES = 2_000;

  @TempDir Path folder;

  @Test
  void rollsAndKeepsTheNewestSixFilesWithoutAGap() throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    var appender = LogSetup.file(context, folder, FILE_BYTES, Duration.ZERO);
    var logger = context.getLogger("Engine");
    logger.addAppender(appender);
    for (int i = 0; i < LINES; i++) {
      logger.info("line {}", i);
    }
    context.stop();

    Set<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
    }
    List<String> oldestFirst =
        List.of(
            "failovermon.log.5",
            "failovermon.log.4",
            "failovermon.log.3",
            "failovermon.log.2",
            "failovermon.log.1",
            "failovermon.log");
    assertEquals(
        new TreeSet<>(oldestFirst),
        names,
        () -> context.getStatusManager().getCopyOfStatusList().toString());
    List<String> kept = new ArrayList<>();
    for (String name : oldestFirst) {
      Path file = folder.resolve(name);
      assertTrue(Files.size(file) < 2 * FILE_BYTES, name + ": " + Files.size(file) + " bytes");
      kept.addAll(Files.readAllLines(file));
    }
    for (int i = 0; i < kept.size(); i++) {
      String line = kept.get(kept.size() - 1 - i);
      assertTrue(line.endsWith("INFO  Engine: line " + (LINES - 1 - i)), line);
    }
  }
}
