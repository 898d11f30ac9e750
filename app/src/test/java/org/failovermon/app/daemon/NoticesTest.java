package org.failovermon.app.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.failovermon.app.CommandLineFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether people are told, found out before a host is lost. */
class NoticesTest {
  private static final String ADDRESS = "127.0.0.78";

  @TempDir Path folder;

  private Path pager() {
    return folder.resolve("page");
  }

  private DaemonProcess installation(String notify) throws IOException {
    DaemonProcess daemon =
        new DaemonProcess(folder.resolve("home"), ADDRESS, DaemonProcess.freePort(ADDRESS));
    Files.writeString(
        daemon.home.settings(),
        Files.readString(daemon.home.settings()) + "[notify]\ncommand = \"" + notify + "\"\n");
    return daemon;
  }

  private void writePager(String script) throws IOException {
    Files.writeString(pager(), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(pager(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aNotifyCommandThatIsNotThereIsToldAtTheStartAndKeepsNothingFromStarting() throws Exception {
    try (DaemonProcess daemon = installation(pager() + " --team storage")) {
      String fault =
          "people would not be told when a host is lost: the notify command '"
              + pager()
              + "' does not exist; install it, or mend [notify]";
      CommandLineFixture.Result checked = daemon.cli.run("config check");
      assertEquals(0, checked.exit());
      assertTrue(checked.err().contains("warning: " + fault), checked.all());
      daemon.start();
      assertTrue(daemon.output().contains(fault), daemon.output());
      assertTrue(daemon.cli.run("status --json").out().contains(fault));
      CommandLineFixture.Result tried = daemon.cli.run("notify test");
      assertEquals(1, tried.exit());
      assertTrue(tried.err().contains("does not exist; install it"), tried.all());
      writePager("printf '%s|' \"$@\" > " + folder + "/told; cat >> " + folder + "/told\n");
      assertFalse(daemon.cli.run("status --json").out().contains("people would not be told"));
      CommandLineFixture.Result sent = daemon.cli.run("notify test");
      assertEquals(0, sent.exit(), sent.all());
      assertEquals(
          "the notify command ended with exit code 0: "
              + pager()
              + " --team storage\n"
              + "sent by failoverd; whether it arrived, only its receivers can tell\n",
          sent.out());
      String told = Files.readString(folder.resolve("told"));
      assertTrue(told.startsWith("--team|storage|failovermon: test: a test by "), told);
      assertTrue(told.contains("; nothing has happened|This is a test by "), told);
      assertTrue(daemon.cli.run("log").out().contains("tested the notices: "));
      assertEquals("", daemon.cli.run("runs").out().lines().skip(1).reduce("", String::concat));
    }
  }

  @Test
  void aNotifyCommandThatFailsSaysWhatItSaid() throws Exception {
    writePager("echo 'no dial tone' >&2; exit 4\n");
    try (DaemonProcess daemon = installation(pager().toString())) {
      CommandLineFixture.Result tried = daemon.cli.run("notify test --json");
      assertEquals(1, tried.exit());
      assertTrue(
          tried
              .out()
              .contains("the notify command " + pager() + " failed: exit code 4: no dial tone"),
          tried.all());
    }
  }

  @Test
  void theDaemonSaysThatItUsesTheOlderConfiguration() throws Exception {
    writePager("exit 0\n");
    try (DaemonProcess daemon = installation(pager().toString())) {
      daemon.start();
      Files.writeString(
          daemon.home.settings(),
          Files.readString(daemon.home.settings()).replace("/page", "/page --new"));
      CommandLineFixture.Result tried = daemon.cli.run("notify test");
      assertEquals(0, tried.exit());
      assertTrue(tried.err().contains("was changed in " + daemon.home.settings()), tried.all());
    }
  }

  @Test
  void nobodyToTellIsNotDone() throws Exception {
    try (DaemonProcess daemon =
        new DaemonProcess(folder.resolve("home"), ADDRESS, DaemonProcess.freePort(ADDRESS))) {
      CommandLineFixture.Result tried = daemon.cli.run("notify test");
      assertEquals(1, tried.exit());
      assertTrue(tried.err().contains("neither [notify] nor [mail]"), tried.all());
    }
  }
}
