package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of a responder: one bound to each local address, because a socket bound to the
 * wildcard answers from the wrong one. Follows addresses that come and go. Responder's thread only,
 * but for {@link #faults} and {@link #bound}.
 */
final class Bindings {
  private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);

  private static final int RECEIVE_BUFFER_BYTES = 8 << 20;

  /**
   * Tries, two seconds apart, for which a new IPv6 address may be of no use. The system first asks
   * the link whether somebody else has it (RFC 4862), which takes it about two seconds.
   */
  private static final int TRIES_WHILE_NEW = 3;

  private final List<ListenAddress> listen;
  private final int defaultPort;
  private final Selector selector;
  private final Map<InetSocketAddress, DatagramChannel> channels = new LinkedHashMap<>();
  private final Map<InetSocketAddress, String> faulty = new LinkedHashMap<>();
  private final Map<InetSocketAddress, Integer> triesWhileNew = new LinkedHashMap<>();
  private volatile List<String> faults = List.of();
  private volatile List<InetSocketAddress> bound = List.of();

  Bindings(List<ListenAddress> listen, int defaultPort, Selector selector) {
    this.listen = List.copyOf(listen);
    this.defaultPort = defaultPort;
    this.selector = selector;
  }

  /** Addresses that could not be bound, each as a sentence. */
  List<String> faults() {
    return faults;
  }

  /** Addresses that are answered on. */
  List<InetSocketAddress> bound() {
    return bound;
  }

  /**
   * Binds what is wanted and not bound, and closes what is not wanted any more.
   *
   * @return channels that were closed
   */
  List<DatagramChannel> follow() {
    Set<InetSocketAddress> wanted = wanted();
    List<DatagramChannel> gone = new ArrayList<>();
    for (InetSocketAddress address : List.copyOf(channels.keySet())) {
      if (!wanted.contains(address)) {
        LOG.info("heartbeats are no longer answered on {}: the address is gone", show(address));
        gone.add(drop(address));
      }
    }
    faulty.keySet().retainAll(wanted);
    triesWhileNew.keySet().retainAll(wanted);
    for (InetSocketAddress address : wanted) {
      if (!channels.containsKey(address)) {
        bind(address);
      }
    }
    publish();
    return gone;
  }

  /** Closes a channel that failed; {@link #follow} binds its address anew. */
  void failed(DatagramChannel channel, IOException e) {
    for (Map.Entry<InetSocketAddress, DatagramChannel> entry : List.copyOf(channels.entrySet())) {
      if (entry.getValue().equals(channel)) {
        fault(
            entry.getKey(),
            "reading heartbeats on " + show(entry.getKey()) + " failed: " + Trouble.of(e));
        drop(entry.getKey());
      }
    }
    publish();
  }

  private void publish() {
    faults = List.copyOf(faulty.values());
    bound = List.copyOf(channels.keySet());
  }

  private DatagramChannel drop(InetSocketAddress address) {
    DatagramChannel channel = channels.remove(address);
    if (channel == null) {
      throw new IllegalStateException("not bound: " + address);
    }
    close(channel);
    return channel;
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a datagram channel cannot be closed", e);
    }
  }

  private void bind(InetSocketAddress address) {
    DatagramChannel channel = null;
    try {
      channel = AddressScout.open(address.getAddress());
      channel.configureBlocking(false);
      // The kernel cuts it to net.core.rmem_max. Questions of thousands come in bursts.
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      channel.bind(address);
      channel.register(selector, SelectionKey.OP_READ);
      channels.put(address, channel);
      faulty.remove(address);
      triesWhileNew.remove(address);
      LOG.info("heartbeats are answered on {}", show(address));
    } catch (IOException e) {
      if (channel != null) {
        close(channel);
      }
      if (!mayBeNew(address, e)) {
        fault(address, explain(address, e));
      }
    }
  }

  /** Whether it is an IPv6 address of this host that the system may still be checking. */
  private boolean mayBeNew(InetSocketAddress address, IOException e) {
    if (!(address.getAddress() instanceof Inet6Address) || !isNotOurs(e) || !isOnALink(address)) {
      return false;
    }
    int tries = triesWhileNew.merge(address, 1, Integer::sum);
    if (tries == 1) {
      LOG.info(
          "{} is not usable yet: the system checks that no other host has it; heartbeats are"
              + " answered on it once it is",
          show(address.getAddress()));
    }
    return tries <= TRIES_WHILE_NEW;
  }

  private static boolean isNotOurs(IOException e) {
    return String.valueOf(e.getMessage()).contains("annot assign requested address");
  }

  private static boolean isOnALink(InetSocketAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address.getAddress()) != null;
    } catch (SocketException e) {
      return false; // it cannot be told, and is called what it was called before
    }
  }

  private void fault(InetSocketAddress address, String sentence) {
    if (!sentence.equals(faulty.put(address, sentence))) {
      LOG.error("{}", sentence);
    }
  }

  private static String explain(InetSocketAddress address, IOException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("already in use")) {
      return "UDP port "
          + address.getPort()
          + " on "
          + show(address.getAddress())
          + " is taken by another program; find it with: ss -ulpn 'sport = :"
          + address.getPort()
          + "', stop it, or set another port or listen address in failovermon.toml";
    }
    if (isNotOurs(e) && isOnALink(address)) {
      return show(address.getAddress())
          + " is an address of this host that the system does not let be used, as when another host"
          + " on the link has it too (see: ip address); heartbeats are answered on it once it is";
    }
    if (isNotOurs(e)) {
      return show(address.getAddress())
          + " is not an address of this host now; heartbeats are answered on it once it is (see: ip"
          + " address)";
    }
    return "cannot answer heartbeats on " + show(address) + ": " + Trouble.of(e);
  }

  static String show(InetSocketAddress address) {
    String literal = show(address.getAddress());
    return (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + address.getPort();
  }

  static String show(InetAddress address) {
    return address.getHostAddress();
  }

  private Set<InetSocketAddress> wanted() {
    Set<InetSocketAddress> wanted = new LinkedHashSet<>();
    List<InetAddress> local = List.of();
    for (ListenAddress entry : listen) {
      int port = entry.port() == 0 ? defaultPort : entry.port();
      if (!entry.address().isAnyLocalAddress()) {
        wanted.add(new InetSocketAddress(entry.address(), port));
        continue;
      }
      local = local.isEmpty() ? localAddresses() : local;
      for (InetAddress address : local) {
        if (address instanceof Inet4Address == entry.address() instanceof Inet4Address) {
          wanted.add(new InetSocketAddress(address, port));
        }
      }
    }
    return wanted;
  }

  /** When the system does not tell its addresses, those that are bound stay. */
  private List<InetAddress> localAddresses() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    } catch (SocketException e) {
      LOG.warn("the addresses of this host cannot be listed: {}", e.getMessage());
      return channels.keySet().stream().map(InetSocketAddress::getAddress).toList();
    }
  }

  void close() {
    channels.values().forEach(Bindings::close);
    channels.clear();
    publish();
  }
}
