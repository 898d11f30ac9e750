package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.failovermon.app.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A daemon that is ended while its host goes down says so by itself. The system's word for it comes
 * from programs of the test that answer as {@code systemctl} and {@code runlevel} do.
 */
class HostShutdownTest {
  private static final String WATCHER = "127.0.0.1";
  private static final String WATCHED = "127.0.0.2";

  @TempDir Path folder;

  private Path system(String state, String runlevel, int exit) throws Exception {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    answer(programs.resolve("systemctl"), state, exit);
    answer(programs.resolve("runlevel"), runlevel, 0);
    return programs;
  }

  private static void answer(Path program, String line, int exit) throws Exception {
    Files.writeString(program, "#!/bin/sh\necho " + line + "\nexit " + exit + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void awaitVerdict(DaemonProcess watcher, String verdict) {
    Await.until(
        verdict,
        () -> watcher.cli.run("status --json").out().contains("\"verdict\" : \"" + verdict + "\""),
        () -> watcher.cli.run("status").all() + watcher.output());
  }

  @Test
  void announcesTheShutdownOfItsHostAndNotAStopOfItsOwn() throws Exception {
    int port = DaemonProcess.freePort(WATCHER, WATCHED);
    try (DaemonProcess watcher = new DaemonProcess(folder.resolve("a"), WATCHER, port);
        DaemonProcess watched = new DaemonProcess(folder.resolve("b"), WATCHED, port)) {
      assertEquals(0, watcher.cli.run("key generate").exit());
      Files.copy(watcher.home.key(), watched.home.key());
      Files.setPosixFilePermissions(
          watched.home.key(), PosixFilePermissions.fromString("rw-------"));
      watched.findsFirst(system("stopping", "5 6", 1));
      Process goesDown = watched.start();
      watcher.start();
      assertEquals(0, watcher.cli.run("add " + WATCHED + " -i 100ms -r 2 -t 200ms --start").exit());
      awaitVerdict(watcher, "up");

      goesDown.destroy();
      assertEquals(0, goesDown.waitFor());
      awaitVerdict(watcher, "held back");
      assertTrue(
          watched.output().contains("this host shuts down; 1 observers were told"),
          watched::output);
      assertEquals(1, watcher.cli.run("runs").out().lines().count(), "no script was called for");

      system("running", "N 5", 0);
      Process stops = watched.start();
      awaitVerdict(watcher, "up");
      stops.destroy();
      assertEquals(0, stops.waitFor());
      awaitVerdict(watcher, "lost");
    }
  }
}
