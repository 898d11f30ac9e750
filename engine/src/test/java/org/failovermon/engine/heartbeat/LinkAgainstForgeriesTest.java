package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The link against a scripted far end, which delays, repeats, reorders, records, reflects and
 * forges.
 */
class LinkAgainstForgeriesTest {
  private static final Condition WELL = new Condition(5, 0, 0, Health.GOOD);

  private final KeyRing ring = KeyRing.generate();
  private final Codec codec = new Codec(ring);
  private LinkRig rig;
  private DatagramChannel far;
  private SocketAddress asker = LinkRig.socket("127.0.0.1", 9);

  @BeforeEach
  void open() throws Exception {
    rig = new LinkRig(Keys.fixed(ring), NameResolver.SYSTEM, LinkRig.freePort());
    far = farEnd("127.0.0.1");
    rig.setPaths("a", "127.0.0.1");
  }

  @AfterEach
  void close() throws Exception {
    far.close();
    rig.close();
  }

  private DatagramChannel farEnd(String address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    return channel.bind(LinkRig.socket(address, rig.port));
  }

  /** Begins a try and returns the nonce of its question. */
  private Nonce ask() {
    rig.beginTry("a");
    return receive(far);
  }

  private Nonce receive(DatagramChannel channel) {
    ByteBuffer in = ByteBuffer.allocate(200);
    Await.until("a question", rig::cycle, () -> received(channel, in));
    return assertInstanceOf(Decoded.Valid.class, codec.decode(in.flip())).message().nonce();
  }

  private boolean received(DatagramChannel channel, ByteBuffer in) {
    try {
      SocketAddress from = channel.receive(in.clear());
      asker = from == null ? asker : from;
      return from != null;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void send(ByteBuffer datagram) throws IOException {
    assertEquals(datagram.remaining(), far.send(datagram, asker));
  }

  private void send(Message message) throws IOException {
    send(CodecTest.encode(codec, message));
  }

  private void answer(Nonce nonce) throws IOException {
    send(new Message.Answer(nonce, WELL));
  }

  /** Sends something that must be dropped, then something true, and sees that only this counts. */
  private void expectDropped(boolean invalid, ByteBuffer... datagrams) throws IOException {
    long complaints = rig.link.invalidMessages();
    for (ByteBuffer datagram : datagrams) {
      send(datagram);
    }
    Nonce nonce = ask();
    answer(nonce);
    rig.drive("the true answer", () -> !rig.heard.answers().isEmpty());
    assertEquals(1, rig.heard.items.size(), rig.heard.items::toString);
    assertEquals(invalid ? datagrams.length : 0, rig.link.invalidMessages() - complaints);
  }

  private void drive(String what, BooleanSupplier until) {
    rig.drive(what, until);
  }

  @Test
  void dropsAQuestionThatIsReflected() throws Exception {
    Nonce nonce = ask();
    expectDropped(true, CodecTest.encode(codec, new Message.Request(nonce)));
  }

  @Test
  void dropsAnAnswerThatWasChangedOnTheWay() throws Exception {
    ByteBuffer answer = CodecTest.encode(codec, new Message.Answer(ask(), WELL));
    answer.put(44, (byte) 1);
    expectDropped(true, answer);
  }

  @Test
  void dropsAnAnswerUnderAnotherKey() throws Exception {
    expectDropped(
        true, CodecTest.encode(new Codec(KeyRing.generate()), new Message.Answer(ask(), WELL)));
  }

  @Test
  void dropsAnAnswerToAQuestionThatWasNeverAsked() throws Exception {
    ask();
    expectDropped(false, CodecTest.encode(codec, new Message.Answer(new Nonce(1, 2), WELL)));
  }

  @Test
  void dropsARecordedAnswerOnceItsTryIsForgotten() throws Exception {
    Nonce old = ask();
    for (int i = 0; i < Peer.REMEMBERED; i++) {
      ask();
    }
    expectDropped(false, CodecTest.encode(codec, new Message.Answer(old, WELL)));
  }

  @Test
  void countsARepeatedAnswerOnce() throws Exception {
    Nonce nonce = ask();
    for (int i = 0; i < 5; i++) {
      answer(nonce);
    }
    drive("the answer", () -> !rig.heard.items.isEmpty());
    expectOnlyAnswers(2);
  }

  /** Ends with a try of its own, so all that was sent before has been read. */
  private void expectOnlyAnswers(int count) throws IOException {
    answer(ask());
    drive("the last answer", () -> rig.heard.answers().size() == count);
    assertEquals(count, rig.heard.items.size(), rig.heard.items::toString);
  }

  @Test
  void reportsAnAnswerToAnEarlierTryAsLateAndOnce() throws Exception {
    Nonce first = ask();
    Nonce second = ask();
    answer(second);
    answer(first);
    answer(first);
    answer(second);
    drive("both", () -> rig.heard.items.size() == 2);

    assertEquals(1, rig.heard.answers().size());
    Heard.Late late = rig.heard.all(Heard.Late.class).getFirst();
    assertTrue(late.nanos() >= rig.heard.answers().getFirst().nanos(), "it began earlier");
    answer(ask());
    drive("the next", () -> rig.heard.answers().size() == 2);
    assertEquals(3, rig.heard.items.size());
  }

  @Test
  void doesNotReportARepetitionOfAnAnswerThatWasInTimeAsLate() throws Exception {
    Nonce first = ask();
    answer(first);
    drive("the answer", () -> rig.heard.answers().size() == 1);
    Nonce second = ask();
    answer(first);
    answer(second);
    drive("the second answer", () -> rig.heard.answers().size() == 2);
    assertEquals(2, rig.heard.items.size(), rig.heard.items::toString);
  }

  @Test
  void asksWithAFreshNonceInEveryTryAndTheSameInEveryTransmission() throws Exception {
    Nonce first = ask();
    rig.link.transmitAgain(new HostName("a"));
    assertEquals(first, receive(far));
    assertTrue(!first.equals(ask()));
  }

  /** All hosts share a key: what one host announces must not be taken for another's word. */
  @Test
  void dropsAnAnnouncementThatWasMadeByAnotherHost() throws Exception {
    try (DatagramChannel other = farEnd("127.0.0.2")) {
      rig.setPaths("b", "127.0.0.2");
      rig.beginTry("b");
      Nonce toldToB = receive(other);
      ask();
      expectDropped(
          false,
          CodecTest.encode(
              codec, new Message.Announcement(toldToB, new Condition(9, 1, 60_000, Health.GOOD))));
    }
  }

  @Test
  void takesEachAnnouncementOnceAndNeverAnOlderOne() throws Exception {
    Nonce nonce = ask();
    for (Condition said :
        List.of(
            new Condition(5, 2, 60_000, Health.GOOD),
            new Condition(5, 2, 59_000, Health.GOOD),
            new Condition(5, 1, 70_000, Health.GOOD),
            new Condition(4, 9, 80_000, Health.GOOD),
            new Condition(5, 3, 0, Health.GOOD),
            new Condition(6, 1, 10_000, Health.GOOD))) {
      send(new Message.Announcement(nonce, said));
    }
    answer(ask());
    drive("the answer", () -> !rig.heard.answers().isEmpty());

    HostName a = new HostName("a");
    assertEquals(
        List.of(
            new Heard.Announced(a, 5, 2, 60_000),
            new Heard.Announced(a, 5, 3, 0),
            new Heard.Announced(a, 6, 1, 10_000)),
        rig.heard.all(Heard.Announced.class));
  }

  @Test
  void dropsARecordedAnnouncementAfterARestart() throws Exception {
    Nonce old = ask();
    ByteBuffer recorded =
        CodecTest.encode(
            codec, new Message.Announcement(old, new Condition(5, 1, 60_000, Health.GOOD)));
    rig.close();
    rig = new LinkRig(Keys.fixed(ring), NameResolver.SYSTEM, rig.port);
    rig.setPaths("a", "127.0.0.1");
    ask();
    expectDropped(false, recorded);
  }

  @Test
  void readsAllThatHasArrivedInOneDrain() throws Exception {
    Nonce nonce = ask();
    for (int i = 0; i < 100; i++) {
      send(new Message.Answer(new Nonce(i, i), WELL));
    }
    answer(nonce);
    rig.link.drain(rig.heard);
    assertEquals(1, rig.heard.answers().size());
  }
}
