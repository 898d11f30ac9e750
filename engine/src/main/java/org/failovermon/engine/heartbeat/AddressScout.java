package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out, off the engine's thread, where a path leads now: the address of its name, and the
 * local address that the kernel would send from. Names may block for as long as the resolver likes,
 * so they have threads of their own and literals do not wait behind them.
 *
 * <p>There is at most one question for each line at a time, so the queues are bounded by the number
 * of paths.
 */
final class AddressScout implements AutoCloseable {
  private static final int NAME_THREADS = 4;

  /**
   * What was found.
   *
   * @param line the line that was asked for
   * @param target where to send to, or null when the name does not resolve
   * @param source the local address to send from, or null when there is no way
   * @param trouble what is wrong, or empty
   */
  record Finding(
      Line line, @Nullable InetAddress target, @Nullable InetAddress source, String trouble) {}

  private final NameResolver resolver;
  private final Runnable wakeup;
  private final ConcurrentLinkedQueue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final ExecutorService names;
  private final ExecutorService literals;

  AddressScout(NameResolver resolver, Runnable wakeup) {
    this.resolver = resolver;
    this.wakeup = wakeup;
    names = Executors.newFixedThreadPool(NAME_THREADS, platform("failovermon-names-"));
    literals = Executors.newFixedThreadPool(1, platform("failovermon-routes-"));
  }

  private static java.util.concurrent.ThreadFactory platform(String prefix) {
    return Thread.ofPlatform().daemon().name(prefix, 0).factory();
  }

  /** Asks where a line leads; the answer comes through {@link #poll}, after a wakeup. */
  void look(Line line) {
    String address = line.path.address();
    InetSocketAddress current = line.target;
    InetAddress before = current == null ? null : current.getAddress();
    int port = line.port;
    ExecutorService threads = literal(address) == null ? names : literals;
    threads.execute(
        () -> {
          findings.add(find(line, address, port, before));
          wakeup.run();
        });
  }

  @Nullable Finding poll() {
    return findings.poll();
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  private Finding find(Line line, String address, int port, @Nullable InetAddress before) {
    InetAddress target;
    try {
      target = target(address, before);
    } catch (UnknownHostException e) {
      return new Finding(line, null, null, Trouble.UNRESOLVED);
    }
    try (DatagramChannel probe = open(target)) {
      probe.connect(new InetSocketAddress(target, port));
      return new Finding(line, target, local(probe), "");
    } catch (IOException e) {
      return new Finding(line, target, null, Trouble.of(e));
    }
  }

  /** A name with several addresses keeps the one that is in use, so that it does not wander. */
  private InetAddress target(String address, @Nullable InetAddress before)
      throws UnknownHostException {
    InetAddress literal = literal(address);
    if (literal != null) {
      return literal;
    }
    List<InetAddress> found = resolver.resolve(address);
    if (found.isEmpty()) {
      throw new UnknownHostException(address);
    }
    for (InetAddress candidate : found) {
      if (same(candidate, before)) {
        return candidate;
      }
    }
    return found.getFirst();
  }

  /**
   * The address that the text is, or null when it is a name (or names a link that is not there).
   */
  static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * A channel for the family of the address.
   *
   * @throws IOException when none can be opened, {@link Trouble#NO_IPV6} among the reasons
   */
  static DatagramChannel open(InetAddress target) throws IOException {
    if (target instanceof Inet4Address) {
      return DatagramChannel.open(StandardProtocolFamily.INET);
    }
    try {
      return DatagramChannel.open(StandardProtocolFamily.INET6);
    } catch (UnsupportedOperationException e) {
      throw new IOException(Trouble.NO_IPV6, e);
    }
  }

  static @Nullable InetAddress local(DatagramChannel channel) throws IOException {
    return channel.getLocalAddress() instanceof InetSocketAddress local ? local.getAddress() : null;
  }

  /** Whether two addresses are one; unlike {@code equals}, the link of fe80::1%eth0 counts. */
  static boolean same(@Nullable InetAddress one, @Nullable InetAddress other) {
    return Objects.equals(one, other)
        && (!(one instanceof Inet6Address a)
            || !(other instanceof Inet6Address b)
            || a.getScopeId() == b.getScopeId());
  }

  @Override
  public void close() {
    names.shutdownNow();
    literals.shutdownNow();
  }
}
