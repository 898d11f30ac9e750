package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Certificate;
import org.failovermon.engine.model.check.Probe.Login;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpProbeTest {
  private final Probing probing = new Probing();

  @TempDir Path folder;

  @AfterEach
  void close() {
    probing.close();
  }

  private static Probe.Http get(String url, @Nullable String body, int redirects) {
    return new Probe.Http(
        url, "GET", Map.of(), null, 200, 299, body, redirects, Certificate.VERIFIED);
  }

  private static String url(ScriptedServer server) {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  private static ScriptedServer answering(String... answers) throws IOException {
    return ScriptedServer.playing(
        peer -> {
          peer.request();
          for (String answer : answers) {
            peer.raw(answer.replace("\n", "\r\n"));
          }
        });
  }

  private void expect(Status status, String text, String answer) throws IOException {
    try (ScriptedServer server = answering(answer)) {
      probing.expect(status, "GET " + url(server) + ": " + text, get(url(server), "lo w", 0));
    }
  }

  @Test
  void bodiesAreReadInEveryWayTheyAreSent() throws IOException {
    String ok = "status 200 'OK', in …";
    expect(Status.OK, ok, "HTTP/1.1 200 OK\nContent-Length: 11\n\nhello world and more");
    expect(Status.OK, ok, "HTTP/1.0 200 OK\n\nhello world");
    expect(
        Status.OK,
        ok,
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nhel\n8;x=y\nlo world\n0\n\n");
    expect(Status.OK, ok, "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nhello world");
    expect(Status.OK, "status 200, in …", "HTTP/1.1 200\n\nhello world");
  }

  @Test
  void whatIsNotAsExpectedIsQuoted() throws IOException {
    expect(
        Status.CRITICAL,
        "answered with status 503 'Gone fishing', expected 200 to 299",
        "HTTP/1.1 503 Gone fishing\n\nhello world");
    expect(
        Status.CRITICAL,
        "status 200 'OK', and 'lo w' is not in the body, which begins with 'bye'",
        "HTTP/1.1 200 OK\n\nbye");
    expect(
        Status.CRITICAL,
        "status 200 'OK', and 'lo w' is not in the body, which is empty",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n");
    expect(
        Status.CRITICAL,
        "answered 'SSH-2.0-x', which is not HTTP, expected 'HTTP/1.1 …'",
        "SSH-2.0-x\n");
    expect(
        Status.CRITICAL,
        "closed the connection after 5 of 11 bytes of the body",
        "HTTP/1.1 200 OK\nContent-Length: 11\n\nhello");
    expect(
        Status.CRITICAL,
        "closed the connection in the middle of a chunk of the body",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nff\nhello");
    expect(
        Status.CRITICAL,
        "answered with 'zz' where the size of a chunk belongs",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n");
    expect(
        Status.CRITICAL,
        "answered with the Content-Length '-1'",
        "HTTP/1.1 200 OK\nContent-Length: -1\n\n");
    expect(
        Status.CRITICAL,
        "answered with more than 200 headers",
        "HTTP/1.1 200 OK\n" + "a: b\n".repeat(300) + "\n");
    expect(
        Status.CRITICAL,
        "answered with 'no colon' where a header belongs",
        "HTTP/1.1 200 OK\nno colon\n\n");
    expect(
        Status.CRITICAL,
        "answered 10 times with a status below 200 and not with another",
        "HTTP/1.1 102 Wait\n\n".repeat(20));
    expect(Status.CRITICAL, "the server closed the connection", "");
  }

  @Test
  void anEndlessBodyIsLookedAtForAMebibyte() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.request();
              peer.send("HTTP/1.1 200 OK\n");
              while (true) {
                peer.raw("x".repeat(10_000));
              }
            })) {
      probing.expect(
          Status.CRITICAL,
          "GET " + url(server) + ": status 200 'OK', and 'y' is not in the body, which begins …",
          get(url(server), "y", 0));
      probing.expect(
          Status.OK, "GET " + url(server) + ": status 200 'OK', in …", get(url(server), null, 0));
    }
  }

  @Test
  void headersThatTrickleEndAtTheTimeout() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.request();
              peer.trickle("HTTP/1.1 200 OK ");
            })) {
      Probing.expect(
          Status.CRITICAL,
          "GET " + url(server) + ": no answer within 300 ms, while waiting for the answer to GET",
          probing.make(get(url(server), null, 0), Duration.ofMillis(300)));
    }
  }

  @Test
  void theRequestIsComplete() throws IOException {
    try (ScriptedServer server = answering("HTTP/1.1 204 No\n\n")) {
      probing.expect(
          Status.OK,
          "POST http://localhost:" + server.port() + "/a?b=c: status 204 'No', in …",
          new Probe.Http(
              "http://localhost:" + server.port() + "/a?b=c",
              "POST",
              Map.of("host", Secret.open("host", "www.example.org")),
              new Login("jo", new Secret("web", "pass")),
              204,
              204,
              null,
              0,
              Certificate.VERIFIED));
      List<String> heard = server.heard();
      assertEquals("POST /a?b=c HTTP/1.1", heard.getFirst());
      assertTrue(heard.contains("host: www.example.org"));
      assertFalse(heard.contains("Host: localhost:" + server.port()));
      assertTrue(heard.contains("Authorization: Basic " + Dialogue.base64("jo:pass")));
      assertTrue(heard.contains("Content-Length: 0"));
      assertTrue(heard.contains("Connection: close"));
    }
  }

  @Test
  void aLoginIsNotCarriedToAnotherServer() throws IOException {
    try (ScriptedServer other = answering("HTTP/1.1 200 OK\n\n");
        ScriptedServer server =
            answering("HTTP/1.1 302 Go\nLocation: http://localhost:" + other.port() + "/x\n\n")) {
      CheckResult result =
          probing.make(
              new Probe.Http(
                  url(server),
                  "GET",
                  Map.of("X-Token", new Secret("token", "abc")),
                  new Login("jo", new Secret("web", "pass")),
                  200,
                  200,
                  null,
                  3,
                  Certificate.VERIFIED));
      Probing.expect(
          Status.OK,
          "GET " + url(server) + ": status 200 'OK' at http://localhost:" + other.port() + "/x, …",
          result);
      assertTrue(server.heard().stream().anyMatch(line -> line.startsWith("Authorization")));
      assertFalse(other.heard().stream().anyMatch(line -> line.startsWith("Authorization")));
      assertFalse(other.heard().stream().anyMatch(line -> line.startsWith("X-Token")));
    }
  }

  @Test
  void redirectsAreBoundedAndRelativeOnesFollowed() throws IOException {
    try (ScriptedServer server = answering("HTTP/1.1 301 Go\nLocation: next page\n\n")) {
      probing.expect(
          Status.CRITICAL,
          "GET " + url(server) + ": redirects to 'next page' after 3 redirects, which is the limit",
          get(url(server), null, 3));
      assertEquals(
          "GET /next%20page HTTP/1.1",
          server.heard().stream().filter(l -> l.contains("next")).findFirst().orElse(""));
      probing.expect(
          Status.CRITICAL,
          "GET " + url(server) + ": answered with status 301 'Go', expected 200 to 299",
          get(url(server), null, 0));
    }
    try (ScriptedServer server = answering("HTTP/1.1 302 Go\nLocation: ftp://x/\n\n")) {
      probing.expect(
          Status.CRITICAL,
          "GET " + url(server) + ": redirects to 'ftp://x/', which is no address",
          get(url(server), null, 3));
    }
  }

  @Test
  void addressesThatAreNoneAreUnknown() {
    probing.expect(
        Status.UNKNOWN,
        "GET gopher://x/: 'gopher://x/' is neither http nor https",
        get("gopher://x/", null, 0));
    probing.expect(
        Status.UNKNOWN,
        "GET http://u:p@x/: 'http://u:p@x/' names no host, or a user, which …",
        get("http://u:p@x/", null, 0));
    probing.expect(
        Status.UNKNOWN,
        "GET http://a b/: 'http://a b/' is not a URL: …",
        get("http://a b/", null, 0));
  }

  @Test
  void certificatesAreLookedAt() throws Exception {
    Certificates good = Certificates.good(folder);
    Certificates old = Certificates.make(folder, "old", "ip:127.0.0.1", "-10d", 7);
    Certificates early = Certificates.make(folder, "early", "ip:127.0.0.1", "+3d", 7);
    Certificates foreign =
        Certificates.make(folder, "foreign", "dns:a.example,dns:b.example", "-1d", 100);

    tls(Status.OK, "TLSv1.3, certificate until … (29 days), in …", good, good, 10);
    tls(
        Status.CRITICAL,
        "certificate of 127.0.0.1 ends in 29 days (…), at least 60 are wanted",
        good,
        good,
        60);
    tls(Status.CRITICAL, "certificate of 127.0.0.1 ended 3 days ago (…)", old, old, 0);
    tls(Status.CRITICAL, "certificate of 127.0.0.1 is valid only from … on", early, early, 0);
    tls(
        Status.CRITICAL,
        "certificate is for a.example, b.example, not for 127.0.0.1",
        foreign,
        foreign,
        0);
    tls(
        Status.CRITICAL,
        "certificate of 127.0.0.1 is signed by itself and not among the trusted ones",
        good,
        foreign,
        0);
    try (ScriptedServer server = secure(foreign)) {
      String at = "tls 127.0.0.1:" + server.port() + ": ";
      probing.expect(
          Status.OK,
          at + "TLSv1.3, certificate until … (98 days), in …",
          new Probe.Tls(
              "127.0.0.1",
              server.port(),
              new Certificate(true, "b.example", foreign.pem().toString(), 1)));
      probing.expect(
          Status.OK,
          at + "TLSv1.3, certificate until …",
          new Probe.Tls("127.0.0.1", server.port(), new Certificate(false, null, null, 0)));
      probing.expect(
          Status.UNKNOWN,
          at + "there is no file /no/such.pem with trusted certificates",
          new Probe.Tls(
              "127.0.0.1", server.port(), new Certificate(true, null, "/no/such.pem", 0)));
    }
  }

  private static ScriptedServer secure(Certificates shown) throws Exception {
    var context = shown.server();
    return ScriptedServer.playing(
        peer -> {
          ScriptedServer.Peer secure = peer.secure(context);
          secure.request();
          secure.send("HTTP/1.1 200 OK\n\nhello");
        });
  }

  private void tls(Status status, String text, Certificates shown, Certificates trusted, int days)
      throws Exception {
    try (ScriptedServer server = secure(shown)) {
      probing.expect(
          status,
          "tls 127.0.0.1:" + server.port() + ": " + text,
          new Probe.Tls(
              "127.0.0.1",
              server.port(),
              new Certificate(true, null, trusted.pem().toString(), days)));
    }
  }

  @Test
  void httpsTellsOfBothTheAnswerAndTheCertificate() throws Exception {
    Certificates good = Certificates.good(folder);
    try (ScriptedServer server = secure(good)) {
      String url = "https://localhost:" + server.port() + "/";
      probing.expect(
          Status.OK,
          "GET " + url + ": status 200 'OK', certificate until … (29 days), in …",
          new Probe.Http(
              url,
              "GET",
              Map.of(),
              null,
              200,
              200,
              "hello",
              0,
              new Certificate(true, null, good.pem().toString(), 5)));
      probing.expect(
          Status.CRITICAL,
          "GET " + url + ": status 200 'OK', but the certificate of localhost ends in 29 days …",
          new Probe.Http(
              url,
              "GET",
              Map.of(),
              null,
              200,
              200,
              "hello",
              0,
              new Certificate(true, null, good.pem().toString(), 50)));
    }
  }

  @Test
  void whatSpeaksNoTlsIsToldSo() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.send("220 I am a mail server");
              peer.silence();
            })) {
      Probe.Tls probe = new Probe.Tls("127.0.0.1", server.port(), Certificate.VERIFIED);
      probing.expect(
          Status.CRITICAL,
          "tls 127.0.0.1:" + server.port() + ": the server does not speak TLS on this port",
          probe);
    }
    try (ScriptedServer server = ScriptedServer.playing(ScriptedServer.Peer::silence)) {
      Probing.expect(
          Status.CRITICAL,
          "tls 127.0.0.1:"
              + server.port()
              + ": no answer within 300 ms, while waiting for the TLS handshake",
          probing.make(
              new Probe.Tls("127.0.0.1", server.port(), Certificate.VERIFIED),
              Duration.ofMillis(300)));
    }
    try (ScriptedServer server = ScriptedServer.playing(ScriptedServer.Peer::reset)) {
      CheckResult result =
          probing.make(new Probe.Tls("127.0.0.1", server.port(), Certificate.VERIFIED));
      assertEquals(Status.CRITICAL, result.status(), result.text());
    }
  }

  @Test
  void aSecretHeaderIsSentAndNoEchoOfItIsShown() throws IOException {
    String token = "hC7-very-long-token";
    try (ScriptedServer server =
        answering(
            "HTTP/1.1 403 no Bearer "
                + token
                + "\n\nyou sent "
                + token
                + " and sid="
                + token.toUpperCase(java.util.Locale.ROOT))) {
      Probe.Http get =
          new Probe.Http(
              url(server),
              "GET",
              Map.of(
                  "Authorization",
                  new Secret("www", "Bearer " + token),
                  "Accept",
                  Secret.open("Accept", "text/plain")),
              null,
              403,
              403,
              "welcome",
              0,
              Certificate.VERIFIED);
      probing.expect(
          Status.CRITICAL,
          "GET "
              + url(server)
              + ": status 403 'no ***', and 'welcome' is not in the body, which begins with 'you"
              + " sent *** and sid=***'",
          get);
      assertTrue(
          server.heard().contains("Authorization: Bearer " + token), server.heard().toString());
      assertTrue(server.heard().contains("Accept: text/plain"), server.heard().toString());
      assertFalse(get.toString().contains(token), get.toString());
    }
  }
}
