package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.failovermon.engine.model.check.Probe.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProbeTest {
  private static final String LOCAL = "127.0.0.1";
  private final Probing probing = new Probing();

  @AfterEach
  void close() {
    probing.close();
  }

  private static Probe.Tcp tcp(int port, Exchange... dialogue) {
    return new Probe.Tcp(LOCAL, port, List.of(dialogue));
  }

  private static String at(String kind, int port) {
    return kind + " " + LOCAL + ":" + port + ": ";
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aPortThatAcceptsIsWell() throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(ScriptedServer.Peer::silence)) {
      CheckResult result =
          probing.expect(
              Status.OK, at("tcp", server.port()) + "connected in …ms", tcp(server.port()));
      assertEquals("time", result.figures().getFirst().label());
    }
  }

  @Test
  void aRefusalIsToldAtOnce() throws IOException {
    int port = unusedPort();
    CheckResult result =
        probing.expect(Status.CRITICAL, at("tcp", port) + "connection refused", tcp(port));
    assertTrue(result.took().compareTo(Duration.ofSeconds(5)) < 0);
  }

  @Test
  void theDialogueIsGoneThroughInOrder() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.send("hello");
              peer.line();
              peer.raw("+PO");
              peer.raw("NG and more");
              peer.silence();
            })) {
      probing.expect(
          Status.OK,
          at("tcp", server.port()) + "answered '+PONG and more' in …",
          tcp(
              server.port(),
              new Exchange.Expect("hello"),
              new Exchange.Send("PING\r\n"),
              new Exchange.Expect("PONG .*e$")));
      assertEquals(List.of("PING"), server.heard());
    }
  }

  @Test
  void anAnswerThatIsNotTheExpectedOneIsQuoted() throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(peer -> peer.send("-ERR \u0007 no"))) {
      probing.expect(
          Status.CRITICAL,
          at("tcp", server.port()) + "answered '-ERR   no' and closed, expected '\\+OK'",
          tcp(server.port(), new Exchange.Expect("\\+OK")));
    }
  }

  @Test
  void aServerThatHangsUpWithoutAWordIsToldSo() throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(peer -> {})) {
      probing.expect(
          Status.CRITICAL,
          at("tcp", server.port()) + "the server closed the connection, expected 'x'",
          tcp(server.port(), new Exchange.Expect("x")));
    }
  }

  @Test
  void aServerThatNeverAnswersEndsAtTheTimeout() throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(ScriptedServer.Peer::silence)) {
      CheckResult result =
          probing.make(tcp(server.port(), new Exchange.Expect("220 ")), Duration.ofMillis(300));
      Probing.expect(
          Status.CRITICAL,
          at("tcp", server.port()) + "no answer within 300 ms, while waiting for '220 '",
          result);
      assertTrue(result.took().toMillis() >= 299, () -> "too early: " + result.took());
    }
  }

  @Test
  void aServerThatTricklesBytesEndsAtTheTimeout() throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(peer -> peer.trickle("ab"))) {
      Probing.expect(
          Status.CRITICAL,
          at("tcp", server.port()) + "answered 'aba…', expected 'c' within 300 ms",
          probing.make(tcp(server.port(), new Exchange.Expect("c")), Duration.ofMillis(300)));
    }
  }

  @Test
  void aServerThatNeverStopsIsCutAtSixtyFourKibibytes() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              while (true) {
                peer.raw("x".repeat(10_000));
              }
            })) {
      probing.expect(
          Status.CRITICAL,
          at("tcp", server.port())
              + "'y' is not in the first 64 KiB of what it sent, which begin with 'xxx…",
          tcp(server.port(), new Exchange.Expect("y")));
    }
  }

  @Test
  void aResetIsToldAsOne() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.line();
              peer.reset();
            })) {
      probing.expect(
          Status.CRITICAL,
          at("tcp", server.port()) + "the connection was reset",
          tcp(server.port(), new Exchange.Send("x\n"), new Exchange.Expect("y")));
    }
  }

  @Test
  void aServerThatAcceptsNobodyEndsAtTheTimeout() throws IOException {
    List<Socket> crowd = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 4; i++) { // the backlog is full, and the kernel drops what comes then
        Socket socket = new Socket();
        crowd.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 100);
        } catch (java.net.SocketTimeoutException e) {
          break;
        }
      }
      Probing.expect(
          Status.CRITICAL,
          at("tcp", full.getLocalPort()) + "no answer within 300 ms, while connecting",
          probing.make(tcp(full.getLocalPort()), Duration.ofMillis(300)));
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void aPatternThatRunsAwayEndsWithItsCheckAndFreesItsPlace() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.raw("a".repeat(40));
              peer.silence();
            })) {
      CheckResult result =
          probing.make(
              tcp(server.port(), new Exchange.Expect("(a|aa|a?a)+$(?<=b)")),
              Duration.ofMillis(300));
      assertEquals(Status.CRITICAL, result.status(), result.text());
      Await.until("it is over", () -> probing.probes().busy() == 0);
    }
  }

  @Test
  void aPatternThatNeedsTooDeepAStackIsUnknown() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.raw("ab".repeat(30_000));
              peer.silence();
            })) {
      CheckResult result =
          probing.make(tcp(server.port(), new Exchange.Expect("^(a|b)*c")), Probing.LONG);
      Probing.expect(
          Status.UNKNOWN,
          at("tcp", server.port())
              + "the pattern '^(a|b)*c' needs too much memory on what the server sent; make it"
              + " simpler",
          result);
    }
  }

  @Test
  void aNameThatDoesNotExistIsAFailure() {
    CheckResult result =
        probing.make(new Probe.Tcp("no-such-host.invalid", 25, List.of()), Probing.LONG);
    assertTrue(result.text().contains("the name no-such-host.invalid "), () -> result.toString());
    // Without a resolver that answers, nobody can say: unknown.
    assertTrue(
        result.status() == Status.CRITICAL || result.text().contains("cannot be resolved now"),
        () -> result.toString());
  }

  @Test
  void anSshServerIsKnownByItsIdentification() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.playing(
            peer -> {
              peer.send("a banner\nSSH-2.0-OpenSSH_9.9");
              peer.line();
            })) {
      probing.expect(
          Status.OK,
          at("ssh", server.port()) + "'SSH-2.0-OpenSSH_9.9' in …",
          new Probe.Ssh(LOCAL, server.port(), "OpenSSH"));
      probing.expect(
          Status.CRITICAL,
          at("ssh", server.port())
              + "identifies itself as 'SSH-2.0-OpenSSH_9.9', expected 'dropbear'",
          new Probe.Ssh(LOCAL, server.port(), "dropbear"));
    }
  }

  @Test
  void whatIsNoSshServerIsQuoted() throws IOException {
    try (ScriptedServer server = ScriptedServer.playing(peer -> peer.send("220 mail"))) {
      probing.expect(
          Status.CRITICAL,
          at("ssh", server.port()) + "greeted with '220 mail' and closed, expected 'SSH-2.0-…'",
          new Probe.Ssh(LOCAL, server.port(), null));
    }
    try (ScriptedServer server = ScriptedServer.playing(peer -> peer.send("SSH-1.5-old"))) {
      probing.expect(
          Status.CRITICAL,
          at("ssh", server.port()) + "identifies itself as 'SSH-1.5-old', expected 'SSH-2.0-…'",
          new Probe.Ssh(LOCAL, server.port(), null));
    }
    try (ScriptedServer server =
        ScriptedServer.playing(peer -> peer.raw("SSH-2.0-" + "x".repeat(20_000)))) {
      probing.expect(
          Status.CRITICAL,
          at("ssh", server.port()) + "the server sent a line of more than 8192 bytes: 'SSH-2.0-…",
          new Probe.Ssh(LOCAL, server.port(), null));
    }
  }
}
