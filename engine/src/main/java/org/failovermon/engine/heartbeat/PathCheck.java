package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.port.Clock;

/**
 * Sends one heartbeat down one path and waits for the answer: what {@code failovermon path check}
 * does. Up to three transmissions within the timeout. Blocks its caller. Thread-safe.
 */
public final class PathCheck {
  private static final int TRANSMISSIONS = 3;

  private final Clock clock;
  private final KeyRing ring;
  private final NameResolver resolver;

  /** What came of a check. */
  public sealed interface Result {
    /** The result as a sentence for the operator; says what to do when something is wrong. */
    String sentence();

    /** Whether the path works. */
    default boolean ok() {
      return this instanceof Answered;
    }
  }

  /**
   * The host answered.
   *
   * @param address where the heartbeat was sent to
   * @param roundTrip from the first transmission to the answer
   * @param health what the host says of itself
   * @param incarnation of its responder
   * @param absence what is left of an announced absence, zero when there is none
   * @param olderKey the answer is signed with our older key: the host lacks the newer one
   */
  public record Answered(
      InetSocketAddress address,
      Duration roundTrip,
      Health health,
      long incarnation,
      Duration absence,
      boolean olderKey)
      implements Result {
    @Override
    public String sentence() {
      StringBuilder text = new StringBuilder(Bindings.show(address));
      text.append(" answered in ").append(Durations.show(roundTrip));
      if (health.sick()) {
        text.append("; it says that ").append(health.complaint());
      }
      if (absence.isPositive()) {
        text.append("; it announces an absence of ").append(Durations.show(absence));
      }
      if (olderKey) {
        text.append("; it does not have our newer key yet: copy the key file to it");
      }
      return text.toString();
    }
  }

  /** The host is there, and nobody listens on the port. */
  public record Refused(InetSocketAddress address) implements Result {
    @Override
    public String sentence() {
      return "connection refused by "
          + Bindings.show(address)
          + ": no failoverd listens there; start it, or check its port and listen addresses";
    }
  }

  /** Nothing came back in time. */
  public record TimedOut(InetSocketAddress address, Duration timeout) implements Result {
    @Override
    public String sentence() {
      return "no answer from "
          + Bindings.show(address)
          + " within "
          + Durations.show(timeout)
          + ": the host is down, UDP port "
          + address.getPort()
          + " is filtered on the way, or its key file differs from ours (then its log says 'an"
          + " invalid message was received')";
    }
  }

  /** Something answered that cannot be believed. */
  public record Unbelievable(InetSocketAddress address, String because) implements Result {
    @Override
    public String sentence() {
      return "an invalid message was received from "
          + Bindings.show(address)
          + ": "
          + because
          + "; give both hosts the same key file";
    }
  }

  /** The name has no address. */
  public record Unresolved(String name) implements Result {
    @Override
    public String sentence() {
      return "name does not resolve: " + name + "; check it, or give the path an address";
    }
  }

  /** Nothing could be sent. */
  public record Unusable(InetSocketAddress address, String trouble) implements Result {
    @Override
    public String sentence() {
      return "nothing can be sent to " + Bindings.show(address) + ": " + trouble;
    }
  }

  /**
   * Makes a check that uses these keys.
   *
   * @param clock for the timeout and the round trip
   * @param ring what to sign with; while there are two keys, both are tried
   * @param resolver of names
   */
  public PathCheck(Clock clock, KeyRing ring, NameResolver resolver) {
    this.clock = clock;
    this.ring = ring;
    this.resolver = resolver;
  }

  /**
   * Checks one path.
   *
   * @param path where to; its port may be 0
   * @param defaultPort for a path that names none, 1 to 65535
   * @param timeout at least 5 ms
   */
  public Result check(CommPath path, int defaultPort, Duration timeout) {
    InetAddress target;
    try {
      InetAddress literal = AddressScout.literal(path.address());
      target = literal != null ? literal : resolver.resolve(path.address()).getFirst();
    } catch (UnknownHostException e) {
      return new Unresolved(path.address());
    }
    InetSocketAddress address =
        new InetSocketAddress(target, path.port() == 0 ? defaultPort : path.port());
    try (DatagramChannel channel = AddressScout.open(target);
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.connect(address);
      channel.register(selector, SelectionKey.OP_READ);
      return exchange(channel, selector, address, timeout);
    } catch (PortUnreachableException e) {
      return new Refused(address);
    } catch (IOException e) {
      return new Unusable(address, Trouble.of(e));
    }
  }

  private Result exchange(
      DatagramChannel channel, Selector selector, InetSocketAddress address, Duration timeout)
      throws IOException {
    Codec codec = new Codec(ring);
    Nonce nonce = new Nonces().next();
    ByteBuffer buffer = ByteBuffer.allocate(Codec.BUFFER_SIZE);
    Result soFar = new TimedOut(address, timeout);
    long begun = clock.nanos();
    for (int transmission = 1; transmission <= TRANSMISSIONS; transmission++) {
      for (HeartbeatKey key : ring.keys()) {
        codec.encode(new Message.Request(nonce), key.id(), buffer.clear());
        channel.write(buffer.flip());
      }
      long until = begun + timeout.toNanos() * transmission / TRANSMISSIONS;
      for (long left = until - clock.nanos(); left > 0; left = until - clock.nanos()) {
        selector.select(_ -> {}, Math.max(1, (left + 999_999) / 1_000_000));
        while (channel.read(buffer.clear()) > 0) {
          Decoded decoded = codec.decode(buffer.flip());
          if (decoded instanceof Decoded.Valid(Message.Answer answer, int keyId)
              && answer.nonce().equals(nonce)) {
            return answered(address, clock.nanos() - begun, answer.condition(), keyId);
          }
          if (decoded instanceof Decoded.Invalid flawed) {
            soFar = new Unbelievable(address, flawed.because());
          }
        }
      }
    }
    return soFar;
  }

  private Result answered(InetSocketAddress address, long nanos, Condition said, int keyId) {
    return new Answered(
        address,
        Duration.ofNanos(nanos),
        said.health(),
        said.incarnation(),
        Duration.ofMillis(said.absentMillis()),
        keyId != ring.newest().id());
  }
}
