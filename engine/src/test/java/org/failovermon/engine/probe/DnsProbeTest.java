package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.Probe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class DnsProbeTest {
  private final Probing probing = new Probing();

  @AfterEach
  void close() {
    probing.close();
  }

  /** What a name server of a test answers; null is silence. */
  private interface Answers {
    byte @Nullable [] to(Message question, boolean tcp) throws IOException;
  }

  /** A name server on one port for UDP and TCP. */
  private static final class NameServer implements AutoCloseable {
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Answers answers;
    private final AtomicInteger datagrams = new AtomicInteger();

    NameServer(Answers answers) throws IOException {
      this.answers = answers;
      InetAddress loopback = InetAddress.getLoopbackAddress();
      tcp = new ServerSocket(0, 50, loopback);
      udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
      Thread.ofPlatform().daemon().start(this::serveUdp);
      Thread.ofPlatform().daemon().start(this::serveTcp);
    }

    private void serveUdp() {
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
          udp.receive(packet);
          datagrams.incrementAndGet();
          byte[] question = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
          byte[] answer = answers.to(new Message(question), false);
          if (answer != null) {
            udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
          }
        }
      } catch (IOException e) {
        assertTrue(udp.isClosed(), e::toString);
      }
    }

    private void serveTcp() {
      try {
        while (true) {
          try (Socket socket = tcp.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] question = in.readNBytes(in.readUnsignedShort());
            byte[] answer = answers.to(new Message(question), true);
            if (answer != null) {
              DataOutputStream out = new DataOutputStream(socket.getOutputStream());
              out.writeShort(answer.length);
              out.write(answer);
              out.flush();
            }
          }
        }
      } catch (IOException e) {
        assertTrue(tcp.isClosed(), e::toString);
      }
    }

    int port() {
      return tcp.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      udp.close();
      tcp.close();
    }
  }

  private static Message reply(Message question, int code) {
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setRcode(code);
    answer.addRecord(java.util.Objects.requireNonNull(question.getQuestion()), Section.QUESTION);
    return answer;
  }

  private static byte[] twoMailServers(Message question) throws IOException {
    Message answer = reply(question, Rcode.NOERROR);
    Name name = question.getQuestion().getName();
    for (int i = 1; i <= 2; i++) {
      answer.addRecord(
          new MXRecord(name, DClass.IN, 60, i * 10, Name.fromString("mx" + i + ".example.")),
          Section.ANSWER);
    }
    return answer.toWire();
  }

  private static Probe.Dns mx(int port, @Nullable String expect) {
    return new Probe.Dns("127.0.0.1", port, "a.example", "MX", expect);
  }

  private static String at(int port) {
    return "dns MX a.example at 127.0.0.1:" + port + ": ";
  }

  @Test
  void recordsAreToldAndLookedAt() throws IOException {
    try (NameServer server = new NameServer((question, tcp) -> twoMailServers(question))) {
      probing.expect(
          Status.OK,
          at(server.port()) + "answered '10 mx1.example., 20 mx2.example.' in …",
          mx(server.port(), "mx2"));
      probing.expect(
          Status.CRITICAL,
          at(server.port()) + "answered '10 mx1.example., 20 mx2.example.', expected 'mx3'",
          mx(server.port(), "mx3"));
      probing.expect(
          Status.CRITICAL,
          "dns A a.example at 127.0.0.1:" + server.port() + ": answered without a record of type A",
          new Probe.Dns("127.0.0.1", server.port(), "a.example", "A", null));
    }
  }

  @Test
  void refusalsAreToldInWords() throws IOException {
    try (NameServer server =
        new NameServer((question, tcp) -> reply(question, Rcode.NXDOMAIN).toWire())) {
      probing.expect(
          Status.CRITICAL,
          at(server.port()) + "answered NXDOMAIN: there is no such name",
          mx(server.port(), null));
    }
    try (NameServer server =
        new NameServer((question, tcp) -> reply(question, Rcode.REFUSED).toWire())) {
      probing.expect(
          Status.CRITICAL,
          at(server.port()) + "answered REFUSED: the server does not want to answer us",
          mx(server.port(), null));
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsFetchedOverTcp() throws IOException {
    try (NameServer server =
        new NameServer(
            (question, tcp) -> {
              if (tcp) {
                return twoMailServers(question);
              }
              Message cut = reply(question, Rcode.NOERROR);
              cut.getHeader().setFlag(Flags.TC);
              return cut.toWire();
            })) {
      probing.expect(
          Status.OK,
          at(server.port()) + "answered '10 mx1.example., 20 mx2.example.' in …",
          mx(server.port(), null));
    }
  }

  @Test
  void aLostDatagramIsSentAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (NameServer server =
        new NameServer(
            (question, tcp) -> asked.incrementAndGet() == 1 ? null : twoMailServers(question))) {
      CheckResult result = probing.make(mx(server.port(), null), Duration.ofSeconds(3));
      assertEquals(Status.OK, result.status(), result::toString);
    }
  }

  @Test
  void silenceEndsAtTheTimeout() throws IOException {
    try (NameServer server = new NameServer((question, tcp) -> null)) {
      CheckResult result = probing.make(mx(server.port(), null), Duration.ofMillis(300));
      assertEquals(Status.CRITICAL, result.status(), result::toString);
      assertTrue(result.text().contains("no answer"), result::toString);
      assertTrue(result.text().contains("within 300 ms"), result::toString);
      assertTrue(server.datagrams.get() >= 2, "it was sent again");
    }
  }

  @Test
  void whatIsNoAnswerAtAllIsNotBelieved() throws IOException {
    try (NameServer server = new NameServer((question, tcp) -> new byte[] {1, 2, 3, 4, 5, 6, 7})) {
      CheckResult result = probing.make(mx(server.port(), null), Duration.ofMillis(600));
      assertEquals(Status.CRITICAL, result.status(), result::toString);
    }
    try (NameServer server =
        new NameServer(
            (question, tcp) -> {
              byte[] forged = twoMailServers(question);
              forged[0] ^= 1; // the number of another question
              return forged;
            })) {
      CheckResult result = probing.make(mx(server.port(), null), Duration.ofMillis(600));
      assertEquals(Status.CRITICAL, result.status(), result::toString);
    }
  }

  @Test
  void aTypeOrANameThatIsNoneIsUnknown() {
    probing.expect(
        Status.UNKNOWN,
        "dns NONSENSE x at 127.0.0.1:53: 'NONSENSE' is not a type of records",
        new Probe.Dns("127.0.0.1", 53, "x", "NONSENSE", null));
    probing.expect(
        Status.UNKNOWN,
        "dns A a..b at 127.0.0.1:53: 'a..b' is not a name: …",
        new Probe.Dns("127.0.0.1", 53, "a..b", "A", null));
  }
}
