package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Certificate;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.check.Probe.Security;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SMTP, POP3 and IMAP against servers that misbehave in every way. */
class MailProbesTest {
  private static final String LOCAL = "127.0.0.1";
  private static final String PASSWORD = "s3cret\"pass";
  private static final Login LOGIN = new Login("jo", new Secret("mail", PASSWORD));
  private final Probing probing = new Probing();

  @TempDir Path folder;

  @AfterEach
  void close() {
    probing.close();
  }

  private static Probe.Smtp smtp(
      int port, Security security, @org.jspecify.annotations.Nullable Login login) {
    return new Probe.Smtp(LOCAL, port, security, Certificate.VERIFIED, login, null, null);
  }

  private static Probe.Pop3 pop3(int port, @org.jspecify.annotations.Nullable Login login) {
    return new Probe.Pop3(LOCAL, port, Security.PLAIN, Certificate.VERIFIED, login);
  }

  private static Probe.Imap imap(int port, @org.jspecify.annotations.Nullable Login login) {
    return new Probe.Imap(LOCAL, port, Security.PLAIN, Certificate.VERIFIED, login, null);
  }

  private static String at(String kind, int port) {
    return kind + " " + LOCAL + ":" + port + ": ";
  }

  @Test
  void aMailServerIsTalkedToUpToItsGoodbye() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.replies(
            "220-mail\n220 ready",
            "250-mail\n250 SIZE 1",
            "250 ok",
            "250 ok",
            "250 ok",
            "221 bye")) {
      probing.expect(
          Status.OK,
          at("smtp", server.port()) + "'220-mail' in …",
          new Probe.Smtp(
              LOCAL, server.port(), Security.PLAIN, Certificate.VERIFIED, null, "", "jo@b.c"));
      assertEquals(
          List.of("MAIL FROM:<>", "RCPT TO:<jo@b.c>", "RSET", "QUIT"),
          server.heard().subList(1, 5));
    }
  }

  @Test
  void aRefusalIsQuotedWithWhatItAnswers() throws IOException {
    try (ScriptedServer server = ScriptedServer.replies("554 no")) {
      probing.expect(
          Status.CRITICAL,
          at("smtp", server.port()) + "greeted with '554 no', expected 220",
          smtp(server.port(), Security.PLAIN, null));
    }
    try (ScriptedServer server = ScriptedServer.replies("220 x", "421 too busy")) {
      probing.expect(
          Status.CRITICAL,
          at("smtp", server.port()) + "answered '421 too busy' to EHLO, expected 250",
          smtp(server.port(), Security.PLAIN, null));
    }
    try (ScriptedServer server = ScriptedServer.replies("-ERR in use")) {
      probing.expect(
          Status.CRITICAL,
          at("pop3", server.port()) + "greeted with '-ERR in use', expected +OK",
          pop3(server.port(), null));
    }
    try (ScriptedServer server = ScriptedServer.replies("* BYE overloaded")) {
      probing.expect(
          Status.CRITICAL,
          at("imap", server.port()) + "greeted with '* BYE overloaded', expected '* OK'",
          imap(server.port(), null));
    }
  }

  @Test
  void anOldServerIsGreetedTheOldWay() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.replies("220 old", "502 what?", "250 hello", "221 bye")) {
      probing.expect(
          Status.OK,
          at("smtp", server.port()) + "'220 old' in …",
          smtp(server.port(), Security.PLAIN, null));
      assertTrue(server.heard().get(1).startsWith("HELO "));
    }
  }

  @Test
  void loginsSayNothingOfThePassword() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.send("220 x");
              peer.line();
              peer.send("250-x\n250 AUTH PLAIN LOGIN");
              String auth = peer.line();
              peer.send("535 you said " + auth + " that is " + PASSWORD + " nobody");
              peer.line();
            })) {
      CheckResult result =
          probing.expect(
              Status.CRITICAL,
              at("smtp", server.port())
                  + "answered '535 you said AUTH PLAIN *** that is *** nobody' to AUTH PLAIN,"
                  + " expected 235",
              smtp(server.port(), Security.PLAIN, LOGIN));
      assertFalse(result.toString().contains("s3cret"));
    }
  }

  @Test
  void aLoginIsMadeByTheMechanismThatIsOffered() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.replies(
            "220 x",
            "250-x\n250 AUTH=LOGIN",
            "334 dXNlcg==",
            "334 cGFzcw==",
            "235 ok",
            "221 bye")) {
      probing.expect(
          Status.OK,
          at("smtp", server.port()) + "'220 x' in …",
          smtp(server.port(), Security.PLAIN, LOGIN));
      assertEquals(
          List.of("AUTH LOGIN", Dialogue.base64("jo"), Dialogue.base64(PASSWORD)),
          server.heard().subList(1, 4));
    }
    try (ScriptedServer server = ScriptedServer.replies("220 x", "250 x")) {
      probing.expect(
          Status.CRITICAL,
          at("smtp", server.port())
              + "offers neither AUTH PLAIN nor AUTH LOGIN, so nobody can log in; it may want TLS"
              + " first",
          smtp(server.port(), Security.PLAIN, LOGIN));
    }
  }

  @Test
  void mailboxesAreOpenedForReadingAlone() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.replies(
            "* OK hi",
            "* CAPABILITY IMAP4rev1\nA1 OK done",
            "A2 OK in",
            "* 3 EXISTS\nA3 OK [READ-ONLY]",
            "* BYE\nA4 OK out")) {
      probing.expect(
          Status.OK, at("imap", server.port()) + "'* OK hi' in …", imap(server.port(), LOGIN));
      assertEquals(
          List.of(
              "A1 CAPABILITY",
              "A2 LOGIN \"jo\" \"s3cret\\\"pass\"",
              "A3 EXAMINE \"INBOX\"",
              "A4 LOGOUT"),
          server.heard());
    }
    try (ScriptedServer server =
        ScriptedServer.replies("+OK hi", "+OK", "+OK", "+OK 3 1200", "+OK bye")) {
      probing.expect(
          Status.OK,
          at("pop3", server.port()) + "'+OK hi', mailbox '+OK 3 1200' in …",
          pop3(server.port(), LOGIN));
      assertEquals(List.of("USER jo", "PASS " + PASSWORD, "STAT", "QUIT"), server.heard());
    }
  }

  @Test
  void aPasswordWithOtherLettersIsSentByItsLength() throws IOException {
    Login login = new Login("jö", new Secret("mail", "pä ß "));
    try (ScriptedServer server =
        ScriptedServer.replies(
            "* OK hi", "A1 OK", "+ go", "* 1 EXISTS\n+ go", "A2 OK", "A3 OK", "A4 OK")) {
      probing.expect(
          Status.OK, at("imap", server.port()) + "'* OK hi' in …", imap(server.port(), login));
      assertEquals(List.of("A2 LOGIN {3}", "jö {7}", "pä ß"), server.heard().subList(1, 4));
    }
  }

  @Test
  void aLoginThatTheServerForbidsIsNotTried() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.replies("* OK hi", "* CAPABILITY IMAP4rev1 LOGINDISABLED\nA1 OK")) {
      probing.expect(
          Status.CRITICAL,
          at("imap", server.port()) + "lets nobody log in without TLS (LOGINDISABLED)",
          imap(server.port(), LOGIN));
    }
  }

  @Test
  void aLineEndInAPasswordIsNotSent() throws IOException {
    Login login = new Login("jo", new Secret("mail", "a\r\nDELE 1"));
    try (ScriptedServer server = ScriptedServer.replies("+OK", "+OK")) {
      probing.expect(
          Status.UNKNOWN,
          at("pop3", server.port()) + "a line end or a NUL in the arguments of PASS cannot be sent",
          pop3(server.port(), login));
      assertEquals(List.of("USER jo"), server.heard());
    }
  }

  @Test
  void startTlsIsARealSwitch() throws Exception {
    Certificates good = Certificates.good(folder);
    SSLContext context = good.server();
    Certificate trusted = new Certificate(true, null, good.pem().toString(), 5);
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.send("220 x");
              peer.line();
              peer.send("250-x\n250 STARTTLS");
              peer.line();
              peer.send("220 go");
              ScriptedServer.Peer secure = peer.secure(context);
              secure.line();
              secure.send("250-x\n250 AUTH PLAIN");
              secure.line();
              secure.send("235 ok");
              secure.line();
              secure.send("221 bye");
            })) {
      CheckResult result =
          probing.expect(
              Status.OK,
              at("smtp", server.port()) + "'220 x', TLSv1.3, certificate until … (29 days), in …",
              new Probe.Smtp(LOCAL, server.port(), Security.STARTTLS, trusted, LOGIN, null, null));
      assertEquals("certificate_days", result.figures().get(1).label());
    }
  }

  @Test
  void aServerWithoutStartTlsIsAFailure() throws IOException {
    try (ScriptedServer server = ScriptedServer.replies("220 x", "250 x")) {
      probing.expect(
          Status.CRITICAL,
          at("smtp", server.port()) + "offers no STARTTLS",
          smtp(server.port(), Security.STARTTLS, LOGIN));
    }
  }

  @Test
  void wordsPutBehindTheConsentToTlsAreNotBelieved() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.send("220 x");
              peer.line();
              peer.send("250-x\n250 STARTTLS");
              peer.line();
              peer.send("220 go\n250 AUTH PLAIN");
              peer.silence();
            })) {
      probing.expect(
          Status.CRITICAL,
          at("smtp", server.port()) + "the server sent data behind its consent to STARTTLS, …",
          smtp(server.port(), Security.STARTTLS, LOGIN));
    }
  }

  @Test
  void silenceIsToldWithWhatWasAsked() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.send("220 x");
              peer.silence();
            })) {
      Probing.expect(
          Status.CRITICAL,
          at("smtp", server.port())
              + "no answer within 300 ms, while waiting for the answer to EHLO",
          probing.make(smtp(server.port(), Security.PLAIN, null), Duration.ofMillis(300)));
      Probing.expect(
          Status.CRITICAL,
          at("imap", server.port()) + "greeted with '220 x', expected '* OK'",
          probing.make(imap(server.port(), null)));
    }
    try (ScriptedServer server = ScriptedServer.playing(peer -> peer.trickle("220-"))) {
      Probing.expect(
          Status.CRITICAL,
          at("smtp", server.port()) + "no answer within 300 ms, while waiting for the greeting",
          probing.make(smtp(server.port(), Security.PLAIN, null), Duration.ofMillis(300)));
    }
  }

  @Test
  void aServerThatHangsUpHalfWayIsToldSo() throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(peer -> peer.raw("220-hal"))) {
      probing.expect(
          Status.CRITICAL,
          at("smtp", server.port())
              + "the server closed the connection in the middle of a line: '220-hal'",
          smtp(server.port(), Security.PLAIN, null));
    }
    try (ScriptedServer server =
        ScriptedServer.playing(peer -> peer.send("220-x\n".repeat(2_000)))) {
      probing.expect(
          Status.CRITICAL,
          at("smtp", server.port()) + "the server answered with more than 1000 lines",
          smtp(server.port(), Security.PLAIN, null));
    }
  }
}
