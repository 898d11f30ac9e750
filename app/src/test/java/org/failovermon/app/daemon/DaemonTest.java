package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;
import org.failovermon.db.schema.Migrations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole thing in real processes, and what a daemon refuses to start with. */
class DaemonTest {
  private static final String WATCHER = "127.0.0.1";
  private static final String WATCHED = "127.0.0.2";

  @TempDir Path folder;

  private static void awaitVerdict(DaemonProcess watcher, String verdict) {
    awaitInStatus(watcher, "\"verdict\" : \"" + verdict + "\"");
  }

  private static void awaitInStatus(DaemonProcess watcher, String text) {
    Await.until(
        text,
        () -> watcher.cli.run("status --json").out().contains(text),
        () -> watcher.cli.run("status").all() + watcher.output());
  }

  private static void script(Home home, String kind, String name, Path writes) throws Exception {
    Path script = home.scripts().resolve(kind).resolve(name);
    Files.writeString(script, "#!/bin/sh\necho \"$0 runs\"; date >> " + writes + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void judgesAKilledHostLostRunsItsScriptOnceAndRunsTheOtherOnItsReturn() throws Exception {
    int port = DaemonProcess.freePort(WATCHER, WATCHED);
    try (DaemonProcess watcher = new DaemonProcess(folder.resolve("a"), WATCHER, port);
        DaemonProcess watched = new DaemonProcess(folder.resolve("b"), WATCHED, port)) {
      Path lost = folder.resolve("lost");
      Path regained = folder.resolve("regained");
      script(watcher.home, "lost-pulse", "take", lost);
      script(watcher.home, "regain-pulse", "give", regained);
      assertEquals(0, watcher.cli.run("key generate").exit());
      Files.copy(watcher.home.key(), watched.home.key());
      Files.setPosixFilePermissions(
          watched.home.key(), PosixFilePermissions.fromString("rw-------"));
      Process host = watched.start();
      watcher.start();

      CommandLineFixture.Result added =
          watcher.cli.run("-o add -i 0.1 -r 4 --timeout 0.5 -l take -g give -s " + WATCHED);
      assertEquals(0, added.exit(), added.all());
      assertEquals("", added.err(), added.all());
      awaitVerdict(watcher, "up");
      assertEquals(0, watcher.cli.run("path check " + WATCHED).exit());

      host.destroyForcibly().waitFor();
      awaitVerdict(watcher, "lost");
      Await.until("lost-pulse", () -> Files.exists(lost), watcher::output);
      assertTrue(watcher.cli.run("status").out().contains(WATCHED + " is lost. Mend the host"));

      watched.start();
      awaitVerdict(watcher, "up");
      Await.until("regain-pulse", () -> Files.exists(regained), watcher::output);
      Await.until(
          "both runs have succeeded",
          () -> watcher.cli.run("runs").out().split("succeeded", -1).length == 3,
          () -> watcher.cli.run("runs").all());
      assertEquals(1, Files.readAllLines(lost).size());
      assertEquals(1, Files.readAllLines(regained).size());
      assertTrue(watcher.cli.run("show 1").out().contains("take runs"));
      assertTrue(watcher.cli.run("log").out().contains("missing → lost"));
    }
  }

  @Test
  void keepsWhatWasStartedOverAKillAndAStopOfTheDaemonAlone() throws Exception {
    int port = DaemonProcess.freePort(WATCHER);
    try (DaemonProcess daemon = new DaemonProcess(folder, WATCHER, port)) {
      Process first = daemon.start();
      assertEquals(0, daemon.cli.run("add " + WATCHER + " -i 100ms -r 3 --start").exit());
      awaitVerdict(daemon, "up");
      first.destroyForcibly().waitFor();
      assertEquals(
          WATCHER + " stopped noboot 0.1 3 default.groovy default.groovy\n",
          daemon.cli.run("-o list -q").out());
      assertTrue(daemon.cli.run("status").out().contains("failovermon daemon start"));
      Process second = daemon.start();
      awaitVerdict(daemon, "up");
      assertTrue(daemon.cli.run("log").out().contains("failoverd had not ended properly"));
      CommandLineFixture.Result stopped = daemon.cli.run("daemon stop");
      assertEquals(0, stopped.exit(), stopped.all());
      assertEquals(0, second.waitFor());
      assertTrue(daemon.cli.run("log").out().contains("stopped the daemon, by "));
      Process third = daemon.start();
      awaitVerdict(daemon, "up");
      third.destroy();
      assertEquals(0, third.waitFor(), "SIGTERM is a clean end");
    }
  }

  @Test
  void refusesToStartWithAKeyThatOthersCanRead() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder, WATCHER, DaemonProcess.freePort(WATCHER))) {
      daemon.cli.run("key generate");
      Files.setPosixFilePermissions(
          daemon.home.key(), PosixFilePermissions.fromString("rw-r--r--"));
      String refusal = daemon.refusal();
      assertTrue(refusal.startsWith("exit 1: "), refusal);
      assertTrue(refusal.contains("failoverd: key file " + daemon.home.key()), refusal);
      assertTrue(!refusal.contains("\tat "), refusal);
    }
  }

  @Test
  void refusesToMakeANewKeyWhereThereAreMonitors() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder, WATCHER, DaemonProcess.freePort(WATCHER))) {
      CommandLineFixture.Result add = daemon.cli.run("add 127.0.0.9");
      assertTrue(add.out().contains("made the first key of this installation"), add.all());
      Files.delete(daemon.home.key());
      String refusal = daemon.refusal();
      assertTrue(refusal.startsWith("exit 1: "), refusal);
      assertTrue(refusal.contains("the key " + daemon.home.key() + " is gone"), refusal);
      assertTrue(refusal.contains("failovermon key generate"), refusal);
      assertFalse(Files.exists(daemon.home.key()), "no key was made");
    }
  }

  @Test
  void refusesToStartWhenThePortIsTaken() throws Exception {
    int port = DaemonProcess.freePort(WATCHER);
    try (DaemonProcess daemon = new DaemonProcess(folder, WATCHER, port);
        DatagramSocket taken = new DatagramSocket(port, InetAddress.ofLiteral(WATCHER))) {
      String refusal = daemon.refusal();
      assertTrue(refusal.startsWith("exit 1: "), refusal);
      assertTrue(refusal.contains(Integer.toString(taken.getLocalPort())), refusal);
      assertTrue(refusal.contains("taken"), refusal);
      assertFalse(Files.exists(daemon.home.database()), "nothing was recorded");
      assertFalse(Files.exists(daemon.home.key()), "nothing was made");
      assertFalse(refusal.contains("failoverd starts"), refusal);
    }
  }

  @Test
  void warnsOfNothingWhenAllIsWell() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder, WATCHER, DaemonProcess.freePort(WATCHER))) {
      Process process = daemon.start();
      process.destroy();
      assertEquals(0, process.waitFor());
      String output = daemon.output();
      assertTrue(output.contains("INFO  Engine: failoverd starts for the first time"), output);
      assertFalse(output.contains(" WARN ") || output.contains(" ERROR "), output);
    }
  }

  @Test
  void refusesADatabaseOfANewerVersionAndSoDoesTheCommandLine() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder, WATCHER, DaemonProcess.freePort(WATCHER))) {
      assertEquals(0, daemon.cli.run("add " + WATCHER).exit());
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + daemon.home.database());
          Statement statement = connection.createStatement()) {
        statement.executeUpdate("PRAGMA user_version = 99");
      }
      String sentence =
          "the database "
              + daemon.home.database()
              + " has schema version 99, and this failovermon knows versions up to "
              + Migrations.newest()
              + "; install the failovermon that wrote it or a newer one";
      String refusal = daemon.refusal();
      assertTrue(refusal.startsWith("exit 1: "), refusal);
      assertTrue(refusal.contains("failoverd: " + sentence), refusal);
      assertFalse(refusal.contains("\tat "), refusal);
      for (String command : List.of("-o list", "status", "add 127.0.0.3", "-o delete " + WATCHER)) {
        CommandLineFixture.Result result = daemon.cli.run(command);
        assertEquals(1, result.exit(), result.all());
        assertTrue(result.err().startsWith("failovermon: " + sentence), result.all());
        assertEquals("", result.out(), result.all());
      }
    }
  }

  @Test
  void refusesToStartWhenAnotherProcessHasTheHome() throws Exception {
    try (DaemonProcess daemon =
            new DaemonProcess(folder, WATCHER, DaemonProcess.freePort(WATCHER));
        HomeLock lock = HomeLock.take(daemon.home, "the test")) {
      String refusal = daemon.refusal();
      assertTrue(lock != null && refusal.startsWith("exit 1: "), refusal);
      assertTrue(
          refusal.contains("in use by the test, process " + ProcessHandle.current().pid()),
          refusal);
    }
  }

  @Test
  void refusesToStartWithAConfigurationThatIsWrong() throws Exception {
    try (DaemonProcess daemon = new DaemonProcess(folder, "everywhere", 1)) {
      String refusal = daemon.refusal();
      assertTrue(refusal.startsWith("exit 1: "), refusal);
      assertTrue(refusal.contains("failovermon.toml:2: listen must be"), refusal);
    }
  }
}
