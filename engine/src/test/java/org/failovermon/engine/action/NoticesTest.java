package org.failovermon.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices by command and by mail. */
final class NoticesTest {
  private static final Notifier.Notice NOTICE =
      new Notifier.Notice(
          "failovermon: hosta is löst\nBcc: x@y", "It is lost.\nReally.\n", Map.of());

  @TempDir Path folder;

  @Test
  void mailsEverybodyThroughALogin() throws Exception {
    GreenMail server = smtp();
    try {
      server.setUser("daemon@example.org", "daemon", "se cret");
      Path password = Scene.file(folder.resolve("password"), "se cret\n", "rw-------");
      NoticeSettings.Mail mail =
          new NoticeSettings.Mail(
              "127.0.0.1",
              server.getSmtp().getPort(),
              "failovermon@example.org",
              List.of("a@example.org", "b@example.org"),
              false,
              Optional.of("daemon"),
              Optional.of(password));
      assertEquals(
          List.of(), notifier(mail, Duration.ofSeconds(30)).send(NOTICE, Duration.ofMinutes(1)));
      assertTrue(server.waitForIncomingEmail(10_000, 2));
      MimeMessage received = server.getReceivedMessages()[0];
      assertEquals("failovermon: hosta is löst Bcc: x@y", received.getSubject());
      assertEquals("It is lost.\r\nReally.", received.getContent().toString().strip());
      assertEquals(2, received.getRecipients(Message.RecipientType.TO).length);
      assertEquals(2, received.getAllRecipients().length);
      assertEquals("auto-generated", received.getHeader("Auto-Submitted", null));
    } finally {
      server.stop();
    }
  }

  @Test
  void doesNotMailInTheClearWhenStartTlsIsAskedFor() throws Exception {
    GreenMail server = smtp();
    try {
      NoticeSettings.Mail mail = plain(server.getSmtp().getPort(), true);
      List<String> failures =
          notifier(mail, Duration.ofSeconds(30)).send(NOTICE, Duration.ofMinutes(1));
      assertEquals(1, failures.size());
      assertTrue(failures.getFirst().contains("STARTTLS"), failures.toString());
      assertEquals(0, server.getReceivedMessages().length);
    } finally {
      server.stop();
    }
  }

  @Test
  void saysWhyAMailWasNotSent() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    List<String> failures =
        notifier(plain(closed, false), Duration.ofSeconds(30)).send(NOTICE, Duration.ofMinutes(1));
    assertEquals(1, failures.size());
    String failure = failures.getFirst();
    assertTrue(
        failure.startsWith("the mail through 127.0.0.1 port " + closed + " was not sent: "),
        failure);
    assertTrue(failure.contains("Connection refused"), failure);
  }

  @Test
  void givesUpAMailServerThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      long begun = System.nanoTime();
      List<String> failures =
          notifier(plain(silent.getLocalPort(), false), Duration.ofMillis(500))
              .send(NOTICE, Duration.ofMinutes(1));
      assertEquals(1, failures.size());
      assertTrue(System.nanoTime() - begun < Duration.ofSeconds(20).toNanos());
    }
  }

  @Test
  void refusesAPasswordFileThatOthersMayRead() {
    Path password = Scene.file(folder.resolve("password"), "secret\n", "rw-r--r--");
    NoticeSettings.Mail mail =
        new NoticeSettings.Mail(
            "127.0.0.1",
            25,
            "a@example.org",
            List.of("b@example.org"),
            false,
            Optional.of("a"),
            Optional.of(password));
    assertEquals(
        List.of(
            "the mail was not sent: password file "
                + password
                + " can be read by others; mend it: chmod 600 "
                + password),
        notifier(mail, Duration.ofSeconds(1)).send(NOTICE, Duration.ofMinutes(1)));
  }

  @Test
  void endsANotifyCommandThatHangs() {
    Path command = Scene.file(folder.resolve("hang.sh"), "#!/bin/sh\nsleep 300\n", "rwxr-xr-x");
    List<String> failures =
        notifier(
                new NoticeSettings(
                    Optional.of(command.toString()), Optional.empty(), Duration.ofMillis(300)))
            .send(NOTICE, Duration.ofMinutes(1));
    assertEquals(
        List.of("the notify command " + command + " failed: ended at its deadline of 300 ms"),
        failures);
  }

  @Test
  void aCommandThatDoesNotReadItsTextIsNoFailure() {
    String text = "x".repeat(100_000);
    List<String> failures =
        notifier(new NoticeSettings(Optional.of("true"), Optional.empty(), Duration.ofSeconds(10)))
            .send(new Notifier.Notice("s", text, Map.of()), Duration.ofMinutes(1));
    assertEquals(List.of(), failures);
  }

  @RepeatedTest(100) // it is a race between the end of the command and the writing of the text
  void aCommandThatEndsBeforeItCouldReadKeepsItsExitCode() {
    Path command = Scene.file(folder.resolve("deaf.sh"), "#!/bin/sh\nexit 7\n", "rwxr-xr-x");
    List<String> failures =
        notifier(
                new NoticeSettings(
                    Optional.of(command.toString()), Optional.empty(), Duration.ofSeconds(30)))
            .send(NOTICE, Duration.ofMinutes(1));
    assertEquals(List.of("the notify command " + command + " failed: exit code 7"), failures);
  }

  @Test
  void saysWhatBecameOfANoticeOnEachWay() throws Exception {
    GreenMail server = smtp();
    try {
      Path command = Scene.file(folder.resolve("page"), "#!/bin/sh\nexit 0\n", "rwxr-xr-x");
      int port = server.getSmtp().getPort();
      ConfiguredNotifier notifier =
          notifier(
              new NoticeSettings(
                  Optional.of(command + " --team storage"),
                  Optional.of(plain(port, false)),
                  Duration.ofSeconds(30)));
      assertEquals(
          List.of(
              new ConfiguredNotifier.Outcome(
                  true,
                  "the notify command ended with exit code 0: " + command + " --team storage"),
              new ConfiguredNotifier.Outcome(
                  true, "127.0.0.1 port " + port + " took the mail to b@example.org")),
          notifier.sendEach(NOTICE, Duration.ofMinutes(1)));
    } finally {
      server.stop();
    }
  }

  @Test
  void seesBeforehandWhatWouldKeepANoticeFromGoingOut() throws Exception {
    Path closed = Scene.file(folder.resolve("page"), "#!/bin/sh\n", "rw-r--r--");
    Path open = Scene.file(folder.resolve("password"), "x", "rw-r--r--");
    Path gone = folder.resolve("gone");
    assertEquals(
        List.of("the notify command '" + closed + "' is not executable; chmod +x " + closed),
        faults(closed.toString(), Optional.empty()));
    assertEquals(
        List.of(
            "the notify command '" + gone + "' does not exist; install it, or mend [notify]",
            "the password file "
                + gone
                + " of [mail] does not exist; write it, with mode 0600, or mend password-file"),
        faults(gone + " -x", Optional.of(gone)));
    assertEquals(
        List.of("password file " + open + " can be read by others; mend it: chmod 600 " + open),
        faults("sh -c true", Optional.of(open)));
    assertEquals(
        List.of(
            "the notify command '"
                + folder
                + "' is a folder, and must be a program; mend [notify]"),
        faults(folder.toString(), Optional.empty()));
  }

  private List<String> faults(String command, Optional<Path> password) {
    return notifier(
            new NoticeSettings(
                Optional.of(command),
                password.map(
                    file ->
                        new NoticeSettings.Mail(
                            "127.0.0.1",
                            25,
                            "a@example.org",
                            List.of("b@example.org"),
                            false,
                            Optional.of("daemon"),
                            Optional.of(file))),
                Duration.ofSeconds(30)))
        .faults();
  }

  @Test
  void namesACommandThatIsNotThere() {
    List<String> failures =
        notifier(
                new NoticeSettings(
                    Optional.of("no-such-pager --all"), Optional.empty(), Duration.ofSeconds(1)))
            .send(NOTICE, Duration.ofMinutes(1));
    assertEquals(
        List.of(
            "the notify command 'no-such-pager' is not an executable in"
                + " /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; give its absolute"
                + " path in [notify]"),
        failures);
  }

  private static GreenMail smtp() {
    GreenMail server =
        new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetupTest.SMTP.getProtocol()));
    server.start();
    return server;
  }

  private static NoticeSettings.Mail plain(int port, boolean startTls) {
    return new NoticeSettings.Mail(
        "127.0.0.1",
        port,
        "a@example.org",
        List.of("b@example.org"),
        startTls,
        Optional.empty(),
        Optional.empty());
  }

  private ConfiguredNotifier notifier(NoticeSettings.Mail mail, Duration deadline) {
    return notifier(new NoticeSettings(Optional.empty(), Optional.of(mail), deadline));
  }

  private ConfiguredNotifier notifier(NoticeSettings settings) {
    return new ConfiguredNotifier(settings, new ProgramRunner(Scene.CLOCK), folder);
  }
}
