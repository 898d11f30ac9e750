package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a failoverd that is stopped with SIGSTOP, as one that hangs. */
class HangingDaemonTest {
  private static final String ADDRESS = "127.0.0.61";

  @TempDir Path folder;

  private static void signal(String name, Process process) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor(), name);
  }

  @Test
  void looksShowWhatIsRecordedAndChangesAreNeitherMadeNorMadeLater() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder, ADDRESS, DaemonProcess.freePort(ADDRESS))) {
      Process process = daemon.start();
      assertEquals(0, daemon.cli.run("add " + ADDRESS).exit());
      signal("STOP", process);
      try {
        long begun = System.nanoTime();
        CommandLineFixture.Result status = daemon.cli.run("status");
        assertEquals(0, status.exit(), status.all());
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 20, "it is bounded");
        String silent = "failoverd, process " + process.pid() + ", does not answer within 3 s";
        assertTrue(status.out().contains("! " + silent), status.all());
        assertTrue(status.out().contains("kill -CONT " + process.pid()), status.all());
        assertTrue(status.out().contains(ADDRESS), "what is recorded is shown: " + status.all());
        assertFalse(status.out().contains("failovermon daemon start"), status.all());
        CommandLineFixture.Result list = daemon.cli.run("list -q");
        assertEquals(0, list.exit(), list.all());
        assertTrue(list.err().contains(silent), list.all());
        CommandLineFixture.Result delete = daemon.cli.run("delete " + ADDRESS);
        assertEquals(1, delete.exit(), delete.all());
        assertTrue(delete.err().contains(silent), delete.all());
        assertTrue(delete.err().contains("nothing was changed"), delete.all());
      } finally {
        signal("CONT", process);
      }
      Await.until(
          "the daemon answers again",
          () -> daemon.cli.run("daemon status").exit() == 0,
          daemon::output);
      assertTrue(daemon.cli.run("list -q").out().startsWith(ADDRESS + " "), "it was not deleted");
    }
  }
}
