package org.failovermon.engine.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.failovermon.engine.linux.EchoSocket;
import org.failovermon.engine.port.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends echo requests of one family through one socket, and hands each answer to the one who waits
 * for it. What was not asked for by us, in this process, is not believed. One thread reads;
 * thread-safe.
 */
final class EchoDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EchoDesk.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int HEADER_BYTES = 8;
  private static final int PAYLOAD_BYTES = 48;
  private static final int IPV6_HEADER_BYTES = 40;

  private final EchoSocket socket;
  private final boolean six;
  private final Clock clock;
  private final long secret = RANDOM.nextLong();
  private final short identifier = (short) RANDOM.nextInt();
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * What came back.
   *
   * @param nanos from the request to it
   * @param trouble what a router says instead of an answer, or empty
   */
  record Reply(long nanos, Optional<String> trouble) {}

  private record Waiting(InetAddress target, long sentNanos, BlockingQueue<Reply> replies) {}

  private EchoDesk(EchoSocket socket, boolean six, Clock clock) {
    this.socket = socket;
    this.six = six;
    this.clock = clock;
  }

  /**
   * Opens the socket and begins to read.
   *
   * @throws IOException when there is none to be had
   */
  static EchoDesk open(boolean six, Clock clock) throws IOException {
    EchoDesk desk = new EchoDesk(EchoSocket.open(six), six, clock);
    Thread.ofPlatform()
        .daemon()
        .name(six ? "failovermon-echo6" : "failovermon-echo4")
        .start(desk::read);
    return desk;
  }

  /**
   * Sends a request.
   *
   * @param replies gets what comes back
   * @return a number to {@link #forget} it by
   * @throws IOException when the kernel refuses
   */
  int send(InetAddress target, BlockingQueue<Reply> replies) throws IOException {
    int mine = number.incrementAndGet();
    ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + PAYLOAD_BYTES);
    message.put((byte) (six ? 128 : 8)).put((byte) 0).putShort((short) 0);
    message.putShort(identifier).putShort((short) mine);
    message.putLong(secret).putInt(mine);
    if (!six) {
      message.putShort(2, checksum(message.array()));
    }
    waiting.put(mine, new Waiting(target, clock.nanos(), replies));
    try {
      socket.send(target, message.array());
    } catch (IOException e) {
      waiting.remove(mine);
      throw e;
    }
    return mine;
  }

  /** Waits for that request no longer. */
  void forget(int sent) {
    waiting.remove(sent);
  }

  private void read() {
    try {
      while (!closed) {
        Optional<EchoSocket.Message> message = socket.receive();
        message.ifPresent(this::sort);
      }
    } catch (IOException e) {
      LOG.error("answers to ICMP echo requests cannot be read any more: {}", e.getMessage());
    } finally {
      closed = true;
      socket.close();
    }
  }

  /** Whether it reads no more. */
  boolean closed() {
    return closed;
  }

  private void sort(EchoSocket.Message came) {
    byte[] bytes = came.message().array();
    int type = bytes[0] & 0xff;
    if (type == (six ? 129 : 0)) {
      answered(came.from(), bytes);
    } else if (type == (six ? 1 : 3) || type == (six ? 3 : 11)) {
      troubled(came.from(), bytes, type, bytes[1] & 0xff);
    }
  }

  private void answered(InetAddress from, byte[] bytes) {
    if (bytes.length < HEADER_BYTES + 12) {
      return;
    }
    ByteBuffer message = ByteBuffer.wrap(bytes);
    if (message.getLong(HEADER_BYTES) != secret) {
      return;
    }
    int mine = message.getInt(HEADER_BYTES + 8);
    Waiting one = waiting.get(mine);
    if (one != null && sameAddress(one.target(), from) && waiting.remove(mine, one)) {
      one.replies().add(new Reply(clock.nanos() - one.sentNanos(), Optional.empty()));
    }
  }

  /** A router quotes the beginning of what it could not deliver: the header and a little more. */
  private void troubled(InetAddress router, byte[] bytes, int type, int code) {
    int inner =
        HEADER_BYTES
            + (six
                ? IPV6_HEADER_BYTES
                : bytes.length > HEADER_BYTES ? (bytes[HEADER_BYTES] & 0x0f) * 4 : 0);
    if (bytes.length < inner + 8 || inner <= HEADER_BYTES) {
      return;
    }
    ByteBuffer message = ByteBuffer.wrap(bytes);
    byte[] target =
        six
            ? Arrays.copyOfRange(bytes, HEADER_BYTES + 24, HEADER_BYTES + 40)
            : Arrays.copyOfRange(bytes, HEADER_BYTES + 16, HEADER_BYTES + 20);
    if (message.get(inner) != (byte) (six ? 128 : 8) || message.getShort(inner + 4) != identifier) {
      return;
    }
    short sequence = message.getShort(inner + 6);
    waiting.forEach(
        (mine, one) -> {
          if ((short) (int) mine == sequence
              && Arrays.equals(one.target().getAddress(), target)
              && waiting.remove(mine, one)) {
            one.replies()
                .add(
                    new Reply(
                        clock.nanos() - one.sentNanos(), Optional.of(words(router, type, code))));
          }
        });
  }

  private String words(InetAddress router, int type, int code) {
    String what;
    if (type == (six ? 3 : 11)) {
      what = "the packet went in circles";
    } else if (six) {
      what =
          switch (code) {
            case 0 -> "no route to it";
            case 1, 5, 6 -> "prohibited";
            default -> "host unreachable";
          };
    } else {
      what =
          switch (code) {
            case 0, 6, 11 -> "network unreachable";
            case 9, 10, 13 -> "prohibited";
            default -> "host unreachable";
          };
    }
    return what + ", says " + router.getHostAddress();
  }

  private static boolean sameAddress(InetAddress one, InetAddress other) {
    return Arrays.equals(one.getAddress(), other.getAddress());
  }

  private static short checksum(byte[] message) {
    int sum = 0;
    for (int i = 0; i < message.length; i += 2) {
      sum += ((message[i] & 0xff) << 8) | (message[i + 1] & 0xff);
    }
    sum = (sum >>> 16) + (sum & 0xffff);
    sum += sum >>> 16;
    return (short) ~sum;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      socket.wake();
    }
  }
}
