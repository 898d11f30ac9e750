package org.failovermon.engine.heartbeat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import org.failovermon.engine.heartbeat.Decoded.Flaw;
import org.failovermon.engine.heartbeat.Decoded.Invalid;
import org.failovermon.engine.heartbeat.Decoded.Valid;
import org.failovermon.engine.model.Health;

/**
 * Writes messages as datagrams and reads them back. The layout is in {@code docs/wire-format.md}:
 * every message has {@value #SIZE} bytes, the last 32 of which are the HMAC of all that precede, so
 * an answer is never larger than the question.
 *
 * <p>Does no I/O, knows no clock, and never throws whatever it is given to read. Not thread-safe:
 * it keeps its HMACs and buffers for the next message.
 */
public final class Codec {
  /** Size of every message in bytes. */
  public static final int SIZE = 80;

  /** What a buffer needs to hold, so that a datagram that is too long shows. */
  static final int BUFFER_SIZE = 128;

  static final byte VERSION = 1;
  static final byte REQUEST = 1;
  static final byte ANSWER = 2;
  static final byte ANNOUNCEMENT = 3;

  private static final int SIGNED = 48;
  private static final byte MAGIC_0 = 'F';
  private static final byte MAGIC_1 = 'M';
  private static final int AT_KEY = 4;
  private static final int AT_NONCE = 8;
  private static final int AT_INCARNATION = 24;
  private static final int AT_NUMBER = 32;
  private static final int AT_ABSENT = 40;
  private static final int AT_HEALTH = 44;
  private static final int DISK_STALLS = 1;
  private static final int SCHEDULER_STARVES = 2;
  private static final Condition NOTHING_SAID = new Condition(0, 0, 0, Health.GOOD);

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final KeyRing ring;
  private final Mac[] macs;
  private final byte[] bytes = new byte[SIZE];
  private final byte[] expected = new byte[SIZE - SIGNED];

  /** Makes a codec for these keys. */
  public Codec(KeyRing ring) {
    this.ring = ring;
    macs = ring.keys().stream().map(HeartbeatKey::newMac).toArray(Mac[]::new);
  }

  /** The keys that it signs and accepts with. */
  public KeyRing ring() {
    return ring;
  }

  /**
   * Writes a message at the buffer's position, and moves the position behind it.
   *
   * @param keyId of the key to sign with; must be in the ring
   * @param out has room for {@value #SIZE} bytes
   */
  public void encode(Message message, int keyId, ByteBuffer out) {
    Condition condition =
        switch (message) {
          case Message.Request _ -> NOTHING_SAID;
          case Message.Answer answer -> answer.condition();
          case Message.Announcement announcement -> announcement.condition();
        };
    bytes[0] = MAGIC_0;
    bytes[1] = MAGIC_1;
    bytes[2] = VERSION;
    bytes[3] =
        switch (message) {
          case Message.Request _ -> REQUEST;
          case Message.Answer _ -> ANSWER;
          case Message.Announcement _ -> ANNOUNCEMENT;
        };
    INTS.set(bytes, AT_KEY, keyId);
    LONGS.set(bytes, AT_NONCE, message.nonce().high());
    LONGS.set(bytes, AT_NONCE + 8, message.nonce().low());
    LONGS.set(bytes, AT_INCARNATION, condition.incarnation());
    LONGS.set(bytes, AT_NUMBER, condition.number());
    INTS.set(bytes, AT_ABSENT, (int) condition.absentMillis());
    int health =
        (condition.health().diskStalls() ? DISK_STALLS : 0)
            | (condition.health().schedulerStarves() ? SCHEDULER_STARVES : 0);
    INTS.set(bytes, AT_HEALTH, health << 24);
    int key = indexOf(keyId);
    if (key < 0) {
      throw new IllegalArgumentException("no key " + HeartbeatKey.showId(keyId) + " in the ring");
    }
    sign(macs[key], SIGNED);
    out.put(bytes);
  }

  /**
   * Reads what lies between the buffer's position and limit as one datagram. The buffer is left as
   * it was. Never throws; takes the same time whichever byte of the HMAC is wrong.
   */
  public Decoded decode(ByteBuffer in) {
    if (in.remaining() != SIZE) {
      return new Invalid(Flaw.SIZE, 0);
    }
    in.get(in.position(), bytes);
    if (bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1) {
      return new Invalid(Flaw.FOREIGN, 0);
    }
    int keyId = (int) INTS.get(bytes, AT_KEY);
    if (bytes[2] != VERSION) {
      return new Invalid(Flaw.VERSION, keyId);
    }
    byte type = bytes[3];
    if (type < REQUEST || type > ANNOUNCEMENT) {
      return new Invalid(Flaw.TYPE, keyId);
    }
    int key = indexOf(keyId);
    if (key < 0) {
      return new Invalid(Flaw.UNKNOWN_KEY, keyId);
    }
    System.arraycopy(bytes, SIGNED, expected, 0, expected.length);
    sign(macs[key], SIGNED);
    if (!matches()) {
      return new Invalid(Flaw.SIGNATURE, keyId);
    }
    return read(type, keyId);
  }

  private Decoded read(byte type, int keyId) {
    Nonce nonce =
        new Nonce((long) LONGS.get(bytes, AT_NONCE), (long) LONGS.get(bytes, AT_NONCE + 8));
    if (type == REQUEST) {
      return new Valid(new Message.Request(nonce), keyId);
    }
    long incarnation = (long) LONGS.get(bytes, AT_INCARNATION);
    long number = (long) LONGS.get(bytes, AT_NUMBER);
    if (incarnation < 0 || number < 0) {
      return new Invalid(Flaw.VALUE, keyId);
    }
    long absent = Integer.toUnsignedLong((int) INTS.get(bytes, AT_ABSENT));
    int health = bytes[AT_HEALTH];
    Condition condition =
        new Condition(
            incarnation,
            number,
            absent,
            new Health((health & DISK_STALLS) != 0, (health & SCHEDULER_STARVES) != 0));
    Message message =
        type == ANSWER
            ? new Message.Answer(nonce, condition)
            : new Message.Announcement(nonce, condition);
    return new Valid(message, keyId);
  }

  private int indexOf(int keyId) {
    for (int i = 0; i < macs.length; i++) {
      if (ring.keys().get(i).id() == keyId) {
        return i;
      }
    }
    return -1;
  }

  /** Puts the HMAC of the first bytes behind them. */
  private void sign(Mac mac, int length) {
    try {
      mac.update(bytes, 0, length);
      mac.doFinal(bytes, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the HMAC does not fit its buffer", e);
    }
  }

  private boolean matches() {
    int difference = 0;
    for (int i = 0; i < expected.length; i++) {
      difference |= expected[i] ^ bytes[SIGNED + i];
    }
    return difference == 0;
  }
}
