package org.failovermon.app.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.failovermon.app.home.Install;
import org.junit.jupiter.api.Test;

class OperatingDocTest {
  /** The service manager's own limit, five starts in ten seconds, would leave the daemon dead. */
  @Test
  void showsAUnitThatNeverGivesUpToStartTheDaemon() throws IOException {
    List<String> page = Files.readAllLines(Install.root().resolve("docs/operating.md"));
    int unit = page.indexOf("[Unit]");
    int service = page.indexOf("[Service]");
    assertTrue(0 <= unit && unit < service);
    assertTrue(page.subList(unit, service).contains("StartLimitIntervalSec=0"));
    assertTrue(page.subList(service, page.size()).contains("Restart=on-failure"));
  }
}
