package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that have not ended: what they have printed, and whether their program still runs. */
class RunsThatGoOnTest {
  private static final String ADDRESS = "127.0.0.62";
  private static final String DEAD = "127.0.0.63";
  private static final Pattern PROGRAM = Pattern.compile("program +process (\\d+) still runs");

  @TempDir Path folder;

  private static void awaitShown(DaemonProcess daemon, String text) {
    Await.until(
        "show 1 says '" + text + "'",
        () -> daemon.cli.run("show 1").out().contains(text),
        () -> daemon.cli.run("show 1").all() + daemon.output());
  }

  @Test
  void showTheirOutputAndTheirProgramAlsoWhenTheDaemonWasKilled() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder, ADDRESS, DaemonProcess.freePort(ADDRESS))) {
      Files.writeString(
          daemon.home.settings(), Files.readString(daemon.home.settings()) + "grace = \"0\"\n");
      Path script = daemon.home.scripts().resolve("lost-pulse/slow.sh");
      Files.writeString(script, "#!/bin/sh\necho step one is done\nexec sleep 600\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      Process first = daemon.start();
      assertEquals(
          0, daemon.cli.run("add " + DEAD + " -i 100ms -t 100ms -l slow.sh --start").exit());
      awaitShown(daemon, "step one is done");
      assertTrue(daemon.cli.run("show 1").out().contains("What it has printed so far:"));
      first.destroyForcibly().waitFor();
      daemon.start();
      awaitShown(daemon, "unknown");
      String shown = daemon.cli.run("show 1").out();
      assertTrue(shown.contains("step one is done"), shown);
      Matcher program = PROGRAM.matcher(shown);
      assertTrue(program.find(), shown);
      CommandLineFixture.Result retry = daemon.cli.run("run retry 1");
      assertEquals(1, retry.exit(), retry.all());
      assertTrue(retry.err().contains("process " + program.group(1) + ", still runs"), retry.all());
      assertTrue(
          ProcessHandle.of(Long.parseLong(program.group(1))).orElseThrow().destroyForcibly());
      Await.until(
          "the run can be retried",
          () -> daemon.cli.run("run retry 1").exit() == 0,
          () -> daemon.cli.run("run retry 1").all());
      CommandLineFixture.Result none = daemon.cli.run("run dismiss 99");
      assertTrue(none.err().contains("there is no run 99"), none.all());
      awaitRun(daemon);
    }
  }

  /** Ends what the retry started, so that nothing is left behind. */
  private static void awaitRun(DaemonProcess daemon) {
    Await.until(
        "the program of run 2 runs",
        () -> PROGRAM.matcher(daemon.cli.run("show 2").out()).find(),
        () -> daemon.cli.run("show 2").all());
    Matcher program = PROGRAM.matcher(daemon.cli.run("show 2").out());
    assertTrue(program.find());
    ProcessHandle.of(Long.parseLong(program.group(1))).ifPresent(ProcessHandle::destroyForcibly);
  }
}
