package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.failovermon.engine.model.Health;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One heartbeat down one path, as operators have it checked. */
class PathCheckTest {
  private final Keys keys = Keys.fixed(KeyRing.generate());
  private LinkRig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new LinkRig(keys, NameResolver.SYSTEM, LinkRig.freePort());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void checksAPathWithOneHeartbeat() throws Exception {
    PathCheck check = new PathCheck(rig.clock, keys.ring(), NameResolver.SYSTEM);
    var path = LinkRig.path("a", "127.0.0.1");
    Duration timeout = Duration.ofMillis(300);
    assertTrue(check.check(path, rig.port, timeout) instanceof PathCheck.Refused);
    try (Responder responder = rig.responder(keys, 9, "127.0.0.1")) {
      PathCheck.Result result = check.check(path, rig.port, Duration.ofSeconds(10));
      assertTrue(result.ok() && result.sentence().contains("127.0.0.1:" + rig.port + " answered"));

      PathCheck stranger = new PathCheck(rig.clock, KeyRing.generate(), NameResolver.SYSTEM);
      PathCheck.Result wrong = stranger.check(path, rig.port, timeout);
      assertTrue(wrong instanceof PathCheck.TimedOut, wrong::toString);
      assertTrue(wrong.sentence().contains("key file differs"), wrong.sentence());

      PathCheck rotated = new PathCheck(rig.clock, keys.ring().rotated(), NameResolver.SYSTEM);
      PathCheck.Result older = rotated.check(path, rig.port, Duration.ofSeconds(10));
      assertTrue(older.sentence().contains("does not have our newer key yet"), older.sentence());
      assertTrue(responder.running());
    }
    PathCheck lost =
        new PathCheck(
            rig.clock,
            keys.ring(),
            name -> {
              throw new UnknownHostException(name);
            });
    assertTrue(
        lost.check(LinkRig.path("a", "no.example"), rig.port, timeout)
            instanceof PathCheck.Unresolved);
  }

  private static byte[] bytes(ByteBuffer datagram) {
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(bytes);
    return bytes;
  }

  @Test
  void distrustsAnAnswerUnderAForeignKey() throws Exception {
    PathCheck check = new PathCheck(rig.clock, keys.ring(), NameResolver.SYSTEM);
    try (DatagramSocket liar = new DatagramSocket(LinkRig.socket("127.0.0.1", rig.port))) {
      Thread answering =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      DatagramPacket packet = new DatagramPacket(new byte[200], 200);
                      liar.receive(packet);
                      ByteBuffer answer =
                          CodecTest.encode(
                              new Codec(KeyRing.generate()),
                              new Message.Answer(
                                  new Nonce(1, 1), new Condition(1, 0, 0, Health.GOOD)));
                      liar.send(
                          new DatagramPacket(bytes(answer), Codec.SIZE, packet.getSocketAddress()));
                    } catch (java.io.IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      PathCheck.Result result =
          check.check(LinkRig.path("a", "127.0.0.1"), rig.port, Duration.ofMillis(500));
      answering.join();
      assertTrue(result instanceof PathCheck.Unbelievable, result::toString);
      assertTrue(result.sentence().contains("an invalid message was received"));
    }
  }
}
