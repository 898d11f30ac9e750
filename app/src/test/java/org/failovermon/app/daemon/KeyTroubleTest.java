package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.failovermon.app.Await;
import org.failovermon.app.CommandLineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that differ between hosts, and key files in a state that they should not be in. */
class KeyTroubleTest {
  private static final String OURS = "127.0.0.64";
  private static final String PEER = "127.0.0.65";

  @TempDir Path folder;

  private static void awaitStatus(DaemonProcess daemon, String text) {
    Await.until(
        "status says '" + text + "'",
        () -> daemon.cli.run("status").out().contains(text),
        () -> daemon.cli.run("status").all() + daemon.output());
  }

  private static void copyKey(DaemonProcess from, DaemonProcess to) throws Exception {
    Files.copy(from.home.key(), to.home.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(to.home.key(), PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aKeyOfOursThatWasChangedWhileNoDaemonRanMakesNoHostLost() throws Exception {
    int port = DaemonProcess.freePort(OURS, PEER);
    try (DaemonProcess watcher = new DaemonProcess(folder.resolve("a"), OURS, port);
        DaemonProcess peer = new DaemonProcess(folder.resolve("b"), PEER, port)) {
      Files.writeString(
          watcher.home.settings(), Files.readString(watcher.home.settings()) + "grace = \"0\"\n");
      peer.cli.run("key generate");
      copyKey(peer, watcher);
      peer.start();
      watcher.start();
      assertEquals(0, watcher.cli.run("add " + PEER + " -i 100ms -t 200ms -r 1 --start").exit());
      awaitStatus(watcher, "1 up");
      Await.until(
          "the memory of keys is written",
          () -> Files.exists(watcher.home.answeredKeys()),
          watcher::output);
      assertEquals(0, watcher.cli.run("daemon stop").exit());
      Files.delete(watcher.home.key());
      assertEquals(0, watcher.cli.run("key generate").exit());
      watcher.start();
      awaitStatus(watcher, "it answered last under");
      // The other way round it is seen by the peer, whom our questions reach.
      awaitStatus(peer, "invalid messages from 127.0.0.1: key ");
      Await.until(
          "the journal says it as well",
          () -> peer.cli.run("log").out().contains("which is not ours"),
          () -> peer.cli.run("log").all());
      assertFalse(watcher.cli.run("log").out().contains("→ lost"), watcher.cli.run("log").out());
      assertEquals("", runs(watcher));
      copyKey(peer, watcher);
      awaitStatus(watcher, "1 up");
    }
  }

  private static String runs(DaemonProcess daemon) {
    return daemon.cli.run("runs").out().lines().skip(1).reduce("", (a, b) -> a + b + "\n");
  }

  @Test
  void theOlderKeyIsNotDroppedWhileAHostUsesIt() throws Exception {
    int port = DaemonProcess.freePort(OURS, PEER);
    try (DaemonProcess watched = new DaemonProcess(folder.resolve("a"), OURS, port);
        DaemonProcess asker = new DaemonProcess(folder.resolve("b"), PEER, port)) {
      watched.cli.run("key generate");
      copyKey(watched, asker);
      watched.start();
      asker.start();
      asker.cli.run("add " + OURS + " -i 100ms -r 3 --start");
      awaitStatus(asker, "1 up");
      assertEquals(0, watched.cli.run("key rotate").exit());
      CommandLineFixture.Result refused = watched.cli.run("key rotate --drop-older");
      assertTrue(refused.err().contains("was used within the last 10 minutes by"), refused.all());
      assertEquals(0, watched.cli.run("key rotate --drop-older --force").exit());
    }
  }

  @Test
  void aKeyFileThatOthersCanReadIsSaidInStatusAndInTheJournal() throws Exception {
    try (DaemonProcess daemon = new DaemonProcess(folder, OURS, DaemonProcess.freePort(OURS))) {
      daemon.start();
      Files.setPosixFilePermissions(
          daemon.home.key(), PosixFilePermissions.fromString("rw-r--r--"));
      awaitStatus(daemon, "! key file " + daemon.home.key());
      Await.until(
          "the journal says it",
          () -> daemon.cli.run("log").out().contains("key file " + daemon.home.key()),
          () -> daemon.cli.run("log").all());
    }
  }

  @Test
  void mistakesInTheConfigurationHideNothingAndAreSaid() throws Exception {
    try (DaemonProcess daemon = new DaemonProcess(folder, OURS, DaemonProcess.freePort(OURS))) {
      Process process = daemon.start();
      daemon.cli.run("add 127.0.0.9");
      Files.writeString(daemon.home.settings(), "prot = 6940\n");
      awaitStatus(daemon, "the next start of failoverd would fail: ");
      process.destroy();
      process.waitFor();
      CommandLineFixture.Result status = daemon.cli.run("status");
      assertEquals(0, status.exit(), status.all());
      assertTrue(status.out().contains("failoverd would not start: "), status.all());
      assertTrue(status.out().contains("127.0.0.9"), status.all());
      CommandLineFixture.Result list = daemon.cli.run("list -q");
      assertEquals(0, list.exit(), list.all());
      assertTrue(list.err().contains("did you mean port?"), list.all());
      assertEquals(1, daemon.cli.run("config check").exit());
      Files.writeString(daemon.home.settings(), "port = 6940\n");
      assertEquals(0, daemon.cli.run("config check").exit());
    }
  }

  @Test
  void aHomeThatDoesNotExistIsSaidAndAnotherIsMadeOnlyWithAWord() {
    String home = folder.resolve("misspelt").toString();
    CommandLineFixture cli =
        new CommandLineFixture(
            new org.failovermon.app.local.SystemOffices(), java.util.Map.of(), false);
    CommandLineFixture.Result look = cli.run("status --home " + home);
    assertEquals(1, look.exit(), look.all());
    assertTrue(look.err().contains("there is no installation in " + home), look.all());
    CommandLineFixture.Result add = cli.run("add hosta --home " + home);
    assertEquals(0, add.exit(), add.all());
    assertTrue(add.out().contains("made a new installation in " + home), add.all());
  }
}
