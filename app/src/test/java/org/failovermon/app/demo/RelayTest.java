package org.failovermon.app.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.failovermon.app.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private DatagramSocket host;
  private DatagramSocket observer;
  private Relay relay;
  private InetSocketAddress path;

  @BeforeEach
  void layThePath() throws IOException {
    host = new DatagramSocket(new InetSocketAddress(HERE, 0));
    observer = new DatagramSocket(new InetSocketAddress(HERE, 0));
    host.setSoTimeout(30_000);
    observer.setSoTimeout(30_000);
    try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
      path = new InetSocketAddress(HERE, free.getLocalPort());
    }
    relay = new Relay(path, new InetSocketAddress(HERE, host.getLocalPort()));
    Thread.ofPlatform().daemon().start(this::carry);
  }

  private void carry() {
    try {
      relay.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void takeItUp() throws IOException {
    relay.close();
    host.close();
    observer.close();
  }

  private static DatagramPacket packet(String text, java.net.SocketAddress to) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new DatagramPacket(bytes, bytes.length, to);
  }

  private static String received(DatagramSocket socket, DatagramPacket into) throws IOException {
    socket.receive(into);
    return new String(into.getData(), 0, into.getLength(), StandardCharsets.UTF_8);
  }

  private static DatagramPacket room() {
    return new DatagramPacket(new byte[100], 100);
  }

  @Test
  void carriesQuestionsThereAndAnswersBack() throws IOException {
    observer.send(packet("are you there", path));
    DatagramPacket question = room();
    assertEquals("are you there", received(host, question));
    host.send(packet("yes", question.getSocketAddress()));
    DatagramPacket answer = room();
    assertEquals("yes", received(observer, answer));
    assertEquals(
        path, answer.getSocketAddress(), "the answer comes from the address that was asked");
    assertEquals("whole 2 0", relay.state());
  }

  @Test
  void dropsEverythingWhileItIsCut() throws IOException {
    relay.cut(true);
    observer.send(packet("are you there", path));
    Await.until("it was dropped", () -> relay.state().equals("cut 0 1"), relay::state);
    host.setSoTimeout(50);
    assertThrows(SocketTimeoutException.class, () -> host.receive(room()));
    relay.cut(false);
    host.setSoTimeout(30_000);
    observer.send(packet("and now", path));
    assertEquals("and now", received(host, room()));
  }

  @Test
  void makesADeadHostSilentNotRefusing() throws IOException {
    int port = host.getLocalPort();
    host.close();
    observer.connect(path);
    for (int i = 0; i < 3; i++) {
      observer.send(packet("are you there", path));
    }
    Await.until("they were carried", () -> relay.state().equals("whole 3 0"), relay::state);
    observer.setSoTimeout(100);
    assertThrows(SocketTimeoutException.class, () -> observer.receive(room()));
    host = new DatagramSocket(new InetSocketAddress(HERE, port));
    host.setSoTimeout(30_000);
    observer.send(packet("back?", path));
    DatagramPacket question = room();
    assertArrayEquals(
        "back?".getBytes(StandardCharsets.UTF_8),
        received(host, question).getBytes(StandardCharsets.UTF_8));
  }
}
