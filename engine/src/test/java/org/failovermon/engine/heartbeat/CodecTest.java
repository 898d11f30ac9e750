package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.failovermon.engine.heartbeat.Decoded.Flaw;
import org.failovermon.engine.heartbeat.Decoded.Invalid;
import org.failovermon.engine.heartbeat.Decoded.Valid;
import org.failovermon.engine.model.Health;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static final KeyRing RING = KeyRing.generate();
  private static final int KEY = RING.newest().id();
  private static final Message.Request REQUEST = new Message.Request(new Nonce(1, -2));

  private final Codec codec = new Codec(RING);

  @Property
  void readsBackWhatItWrote(@ForAll("messages") Message message) {
    assertEquals(new Valid(message, KEY), codec.decode(encode(codec, message)));
  }

  @Property(tries = 2000)
  void refusesAMessageWithAnyOneBitTurned(
      @ForAll("messages") Message message, @ForAll @IntRange(max = Codec.SIZE * 8 - 1) int bit) {
    ByteBuffer datagram = encode(codec, message);
    datagram.put(bit / 8, (byte) (datagram.get(bit / 8) ^ 1 << bit % 8));

    assertInstanceOf(Invalid.class, codec.decode(datagram));
  }

  @Property
  void refusesAMessageOfAnotherKeyRing(@ForAll("messages") Message message) {
    Codec foreign = new Codec(KeyRing.generate());

    Decoded decoded = foreign.decode(encode(codec, message));

    assertEquals(new Invalid(Flaw.UNKNOWN_KEY, KEY), decoded);
  }

  @Provide
  Arbitrary<Message> messages() {
    Arbitrary<Nonce> nonces =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Nonce::new);
    Arbitrary<Long> counts = Arbitraries.longs().between(0, Long.MAX_VALUE);
    Arbitrary<Condition> conditions =
        Combinators.combine(
                counts,
                counts,
                Arbitraries.longs().between(0, Condition.MAX_ABSENT_MILLIS),
                Arbitraries.of(true, false),
                Arbitraries.of(true, false))
            .as((i, n, a, d, s) -> new Condition(i, n, a, new Health(d, s)));
    return Arbitraries.oneOf(
        nonces.map(Message.Request::new),
        Combinators.combine(nonces, conditions).as(Message.Answer::new),
        Combinators.combine(nonces, conditions).as(Message.Announcement::new));
  }

  @Test
  void writesTheLayoutThatIsDocumented() {
    HeartbeatKey key = HeartbeatKey.of(new byte[32]);
    Codec known = new Codec(new KeyRing(List.of(key)));
    Condition condition = new Condition(0x11, 0x22, 0x33, new Health(true, true));
    Message answer =
        new Message.Answer(new Nonce(0x0102030405060708L, 0x090a0b0c0d0e0f10L), condition);
    ByteBuffer datagram = ByteBuffer.allocate(Codec.SIZE);

    known.encode(answer, key.id(), datagram);

    assertEquals(
        "464d0102" // F M, version 1, answer
            + "66687aad" // the first four bytes of SHA-256 of 32 zero bytes
            + "0102030405060708090a0b0c0d0e0f10"
            + "0000000000000011"
            + "0000000000000022"
            + "00000033"
            + "03000000"
            + "MAC",
        HexFormat.of().formatHex(datagram.array(), 0, 48) + "MAC");
  }

  @Test
  void ignoresReservedBytesSoThatALaterReleaseMayUseThem() throws Exception {
    byte[] bytes = encode(codec, new Message.Answer(new Nonce(5, 6), health(Health.GOOD))).array();
    bytes[44] |= (byte) 0x80;
    bytes[46] = 7;
    var mac = RING.newest().newMac();
    mac.update(bytes, 0, 48);
    mac.doFinal(bytes, 48);

    assertEquals(
        new Valid(new Message.Answer(new Nonce(5, 6), health(Health.GOOD)), KEY),
        codec.decode(ByteBuffer.wrap(bytes)));
  }

  @Test
  void refusesANegativeIncarnationAlthoughItIsSigned() throws Exception {
    byte[] bytes = encode(codec, new Message.Answer(new Nonce(5, 6), health(Health.GOOD))).array();
    bytes[24] = (byte) 0x80;
    var mac = RING.newest().newMac();
    mac.update(bytes, 0, 48);
    mac.doFinal(bytes, 48);

    assertEquals(new Invalid(Flaw.VALUE, KEY), codec.decode(ByteBuffer.wrap(bytes)));
  }

  private static Condition health(Health health) {
    return new Condition(1, 0, 0, health);
  }

  @Test
  void doesNotTakeAQuestionForAnAnswer() {
    ByteBuffer datagram = encode(codec, REQUEST);
    datagram.put(3, Codec.ANSWER);

    assertEquals(new Invalid(Flaw.SIGNATURE, KEY), codec.decode(datagram));
  }

  @Test
  void namesTheFirstThingThatIsWrong() {
    assertEquals(new Invalid(Flaw.SIZE, 0), codec.decode(ByteBuffer.allocate(0)));
    assertEquals(new Invalid(Flaw.SIZE, 0), codec.decode(ByteBuffer.allocate(Codec.SIZE + 1)));
    assertEquals(new Invalid(Flaw.FOREIGN, 0), codec.decode(ByteBuffer.allocate(Codec.SIZE)));
    ByteBuffer version = encode(codec, REQUEST).put(2, (byte) 2);
    assertEquals(new Invalid(Flaw.VERSION, KEY), codec.decode(version));
    ByteBuffer type = encode(codec, REQUEST).put(3, (byte) 4);
    assertEquals(new Invalid(Flaw.TYPE, KEY), codec.decode(type));
  }

  @Test
  void acceptsBothKeysWhileOneReplacesTheOther() {
    KeyRing rotated = RING.rotated();
    Codec both = new Codec(rotated);

    assertInstanceOf(Valid.class, both.decode(encode(codec, REQUEST)));
    ByteBuffer datagram = ByteBuffer.allocate(Codec.SIZE);
    both.encode(REQUEST, rotated.newest().id(), datagram);
    assertEquals(new Valid(REQUEST, rotated.newest().id()), both.decode(datagram.flip()));
    assertInstanceOf(Invalid.class, codec.decode(datagram));
  }

  @Test
  void leavesTheBufferAsItWas() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(200);
    datagram.position(7);
    codec.encode(REQUEST, KEY, datagram);
    datagram.flip().position(7);

    assertInstanceOf(Valid.class, codec.decode(datagram));
    assertEquals(7, datagram.position());
    assertEquals(7 + Codec.SIZE, datagram.limit());
  }

  @Test
  void refusesToSignWithAKeyThatItDoesNotHave() {
    assertThrows(
        IllegalArgumentException.class,
        () -> codec.encode(REQUEST, KEY + 1, ByteBuffer.allocate(Codec.SIZE)));
  }

  /** A million datagrams: noise, and true messages that were damaged. None may be believed. */
  @Test
  void believesNoneOfAMillionDamagedOrRandomDatagrams() {
    long seed = Long.getLong("failovermon.seed", new Random().nextLong());
    System.out.println("codec fuzzing: seed " + seed + ", replay with -Dfailovermon.seed=" + seed);
    Random random = new Random(seed);
    byte[] noise = new byte[Codec.BUFFER_SIZE];
    byte[] good = encode(codec, new Message.Answer(new Nonce(3, 4), health(Health.GOOD))).array();
    for (int i = 0; i < 1_000_000; i++) {
      int length = i % 4 == 0 ? random.nextInt(noise.length) : Codec.SIZE;
      if (i % 4 < 2) {
        random.nextBytes(noise);
        if (i % 4 == 1) {
          System.arraycopy(good, 0, noise, 0, random.nextInt(Codec.SIZE));
        }
      } else {
        System.arraycopy(good, 0, noise, 0, Codec.SIZE);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
          noise[random.nextInt(Codec.SIZE)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      boolean same =
          length == Codec.SIZE && java.util.Arrays.equals(good, 0, Codec.SIZE, noise, 0, length);
      Decoded decoded = codec.decode(ByteBuffer.wrap(noise, 0, length));
      assertTrue(
          decoded instanceof Invalid == !same,
          () -> "seed " + seed + ": believed " + HexFormat.of().formatHex(noise));
    }
  }

  static ByteBuffer encode(Codec codec, Message message) {
    ByteBuffer datagram = ByteBuffer.allocate(Codec.SIZE);
    codec.encode(message, codec.ring().newest().id(), datagram);
    return datagram.flip();
  }
}
