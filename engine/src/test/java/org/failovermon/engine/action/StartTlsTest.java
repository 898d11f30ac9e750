package org.failovermon.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail over STARTTLS. The sender is a process of its own, since a JVM chooses once whom it trusts.
 */
@Timeout(120)
final class StartTlsTest {
  @TempDir Path folder;

  /** Sends one notice: {@code HOST PORT}; prints why it was not sent. */
  public static final class Sender {
    private Sender() {}

    public static void main(String[] arguments) {
      NoticeSettings.Mail mail =
          new NoticeSettings.Mail(
              arguments[0],
              Integer.parseInt(arguments[1]),
              "failovermon@example.org",
              List.of("on-call@example.org"),
              true,
              Optional.empty(),
              Optional.empty());
      new ConfiguredNotifier(
              new NoticeSettings(Optional.empty(), Optional.of(mail), Duration.ofSeconds(30)),
              new ProgramRunner(Scene.CLOCK),
              Path.of("/"))
          .send(
              new Notifier.Notice("hostA is lost", "It is lost, and web2 serves.\n", Map.of()),
              Duration.ofSeconds(30))
          .forEach(System.out::println);
    }
  }

  /** A fresh key and a certificate of its own for 127.0.0.1; also the list of whom to trust. */
  private Path key(String name) throws Exception {
    Path store = folder.resolve(name);
    run(
        "keytool",
        "-genkeypair",
        "-alias",
        "mail",
        "-keyalg",
        "EC",
        "-dname",
        "CN=mail.example.org",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        TlsSmtpServer.PASSWORD);
    return store;
  }

  private static String send(Path trusted, String host, int port) throws Exception {
    return run(
        "java",
        "-Djavax.net.ssl.trustStore=" + trusted,
        "-Djavax.net.ssl.trustStorePassword=" + TlsSmtpServer.PASSWORD,
        "-cp",
        System.getProperty("java.class.path"),
        Sender.class.getName(),
        host,
        Integer.toString(port));
  }

  private static String run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  @Test
  void mailsOverTlsToAServerThatIsTrusted() throws Exception {
    Path key = key("server.p12");
    try (TlsSmtpServer server = new TlsSmtpServer(key)) {
      assertEquals("", send(key, "127.0.0.1", server.port()));
      assertTrue(server.heard.contains("STARTTLS"), server.heard::toString);
      assertTrue(
          server.heard.contains("tls RCPT TO:<on-call@example.org>"), server.heard::toString);
      assertTrue(server.heard.contains("tls Subject: hostA is lost"), server.heard::toString);
      assertTrue(server.heard.contains("tls It is lost, and web2 serves."), server.heard::toString);
      assertTrue(server.heard.stream().noneMatch(line -> line.startsWith("MAIL")));
    }
  }

  @Test
  void mailsNothingToAServerThatIsNotTrustedAndSaysWhy() throws Exception {
    Path other = key("other.p12");
    try (TlsSmtpServer server = new TlsSmtpServer(key("server.p12"))) {
      String failure = send(other, "127.0.0.1", server.port());
      assertTrue(
          failure.startsWith(
              "the mail through 127.0.0.1 port " + server.port() + " was not sent: "),
          failure);
      assertTrue(failure.contains("PKIX path"), failure);
      assertTrue(server.heard.stream().noneMatch(line -> line.contains("MAIL")));
    }
  }

  @Test
  void mailsNothingToAServerWhoseCertificateIsForAnotherName() throws Exception {
    Path key = key("server.p12");
    try (TlsSmtpServer server = new TlsSmtpServer(key)) {
      String failure = send(key, "localhost", server.port());
      assertTrue(failure.contains("was not sent: "), failure);
      assertTrue(server.heard.stream().noneMatch(line -> line.contains("MAIL")));
    }
  }
}
