package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;

/** A link that is driven as the engine drives it, and responders for it. */
final class LinkRig implements AutoCloseable {
  static final UdpHeartbeatLink.LookPace QUICK =
      new UdpHeartbeatLink.LookPace(50_000_000L, 50_000_000L, 50_000_000L);

  final BootClock clock = new BootClock();
  final Heard heard = new Heard();
  final UdpHeartbeatLink link;
  final int port;

  LinkRig(Keys keys, NameResolver resolver, int port) throws IOException {
    this.port = port;
    link = new UdpHeartbeatLink(clock, keys, port, resolver, QUICK);
  }

  static CommPath path(String host, String address) {
    return new CommPath(new HostName(host), address, 0, false);
  }

  void setPaths(String host, String... addresses) {
    link.setPaths(new HostName(host), Arrays.stream(addresses).map(a -> path(host, a)).toList());
  }

  void beginTry(String host) {
    link.beginTry(new HostName(host));
  }

  void drive(String what, BooleanSupplier until) {
    Await.until(what, this::cycle, until);
  }

  void cycle() {
    link.drain(heard);
    link.await(5_000_000);
    link.drain(heard);
  }

  /** Begins tries until the condition holds; each is given 20 ms. */
  void beat(String host, String what, BooleanSupplier until) {
    Await.until(
        what,
        () -> {
          beginTry(host);
          long end = clock.nanos() + 20_000_000;
          while (clock.nanos() < end && !until.getAsBoolean()) {
            cycle();
          }
        },
        until);
  }

  Responder responder(Keys keys, long incarnation, String... listen) throws IOException {
    return Responder.start(
        Arrays.stream(listen).map(ListenAddress::parse).toList(),
        port,
        keys,
        clock,
        () -> Health.GOOD,
        incarnation,
        LinkRig.DEAD);
  }

  /** For responders that must not die. */
  static final Consumer<Throwable> DEAD =
      why -> {
        throw new AssertionError("the responder died", why);
      };

  /** A port that nobody has on the loopback addresses. */
  static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static InetSocketAddress socket(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }

  static boolean hasLocal(String address) throws IOException {
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0))) {
      return socket.isBound();
    } catch (java.net.SocketException e) {
      return false;
    }
  }

  static List<InetAddress> addresses(String... literals) {
    return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
  }

  @Override
  public void close() {
    link.close();
  }
}
