package org.failovermon.engine.sim;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.HeartbeatLink;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one engine process: one channel for each path, each with a bounded receive buffer.
 * Round-trip times are taken when a datagram is read, as without time stamps of the kernel.
 */
final class SimLink implements HeartbeatLink {
  /** Datagrams that one channel keeps unread; the kernel drops what comes after. */
  static final int RECEIVE_BUFFER = 256;

  /** Tries that are over and whose answers are still known as late. */
  private static final int REMEMBERED_TRIES = 16;

  /** A heartbeat on its way. */
  record Question(SimLink link, HostName host, CommPath path, long nonce) {}

  /** What comes back by a channel. */
  sealed interface Body {}

  record Answer(long nonce, Health health, long incarnation) implements Body {}

  record Trouble(String text) implements Body {}

  record Said(long incarnation, long number, long absentMillis) implements Body {}

  private record Arrival(HostName host, CommPath path, Body body) {}

  private record Try(long nonce, long beganAt) {}

  private static final class Watched {
    private List<CommPath> paths = List.of();
    private final Map<CommPath, Integer> unread = new HashMap<>();
    private final Map<CommPath, String> lastAddress = new HashMap<>();
    private final Deque<Try> tries = new ArrayDeque<>();
  }

  private final World world;
  private final Observer machine;
  private final Map<HostName, Watched> watched = new LinkedHashMap<>();
  private final Queue<Arrival> arrived = new ArrayDeque<>();
  private long nextNonce = 1;
  private boolean closed;

  SimLink(World world, Observer machine) {
    this.world = world;
    this.machine = machine;
  }

  @Override
  public void setPaths(HostName host, List<CommPath> paths) {
    machine.portCall();
    if (paths.isEmpty()) {
      watched.remove(host);
      return;
    }
    Watched entry = watched.computeIfAbsent(host, h -> new Watched());
    entry.paths = List.copyOf(paths);
    entry.unread.keySet().retainAll(paths);
    entry.lastAddress.keySet().retainAll(paths);
  }

  /** Nothing: a simulated machine has one link, and what is wrong with it is about all. */
  @Override
  public Set<InetAddress> localAddresses(HostName host) {
    return Set.of();
  }

  @Override
  public void beginTry(HostName host) {
    machine.portCall();
    Watched to = watched(host);
    to.tries.addFirst(new Try(nextNonce++, world.nanos()));
    if (to.tries.size() > REMEMBERED_TRIES) {
      to.tries.removeLast();
    }
    machine.probes().forEach(p -> p.tryBegan(machine, host));
    transmit(host, to);
  }

  @Override
  public void transmitAgain(HostName host) {
    machine.portCall();
    Watched to = watched(host);
    if (to.tries.isEmpty()) {
      throw new IllegalStateException("transmitAgain without a try of " + host);
    }
    transmit(host, to);
  }

  @Override
  public int drain(Listener listener) {
    machine.portCall();
    int count = 0;
    for (Arrival next = arrived.poll(); next != null; next = arrived.poll()) {
      Watched from = watched.get(next.host());
      if (from == null || !from.paths.contains(next.path())) {
        continue; // its channel is closed
      }
      from.unread.merge(next.path(), -1, Integer::sum);
      count++;
      deliver(listener, from, next);
    }
    machine.portCall();
    return count;
  }

  void close() {
    closed = true;
    arrived.clear();
  }

  /** A datagram reached the machine; a channel that is closed or full drops it. */
  void arrived(HostName host, CommPath path, Body body) {
    Watched from = watched.get(host);
    if (closed || !machine.hears() || from == null || !from.paths.contains(path)) {
      return;
    }
    if (from.unread.merge(path, 1, Integer::sum) > RECEIVE_BUFFER) {
      from.unread.merge(path, -1, Integer::sum);
      return;
    }
    arrived.add(new Arrival(host, path, body));
    if (body instanceof Answer answer && answersTryUnderWay(from, answer)) {
      long after = world.nanos() - from.tries.getFirst().beganAt();
      machine.probes().forEach(p -> p.answerArrived(machine, host, answer.health(), after));
    }
    machine.wake();
  }

  private static boolean answersTryUnderWay(Watched from, Answer answer) {
    Try underWay = from.tries.peekFirst();
    return underWay != null && underWay.nonce() == answer.nonce();
  }

  /** A datagram that nobody asked for came from that address. */
  void arrivedFrom(String address, Body body) {
    watched.forEach(
        (host, from) ->
            from.paths.stream()
                .filter(path -> address.equals(from.lastAddress.get(path)))
                .findFirst()
                .ifPresent(path -> arrived(host, path, body)));
  }

  private void deliver(Listener listener, Watched from, Arrival arrival) {
    HostName host = arrival.host();
    CommPath path = arrival.path();
    switch (arrival.body()) {
      case Answer answer -> {
        Try asked = find(from, answer.nonce());
        if (asked == null) {
          return;
        }
        long roundTrip = world.nanos() - asked.beganAt();
        if (answersTryUnderWay(from, answer)) {
          machine.probes().forEach(p -> p.answered(machine, host, answer.health()));
          listener.answered(host, path, roundTrip, answer.health(), answer.incarnation());
        } else {
          listener.answeredLate(host, path, roundTrip);
        }
      }
      case Trouble trouble -> listener.troubled(host, path, trouble.text());
      case Said said ->
          listener.announced(host, said.incarnation(), said.number(), said.absentMillis());
    }
  }

  private void transmit(HostName host, Watched to) {
    Try now = to.tries.getFirst();
    for (CommPath path : to.paths) {
      String address = world.network().resolve(path.address()).orElse(to.lastAddress.get(path));
      if (address == null) {
        trouble(host, path, "name does not resolve");
      } else if (!machine.hasCarrier()) {
        trouble(host, path, "network is unreachable");
      } else {
        to.lastAddress.put(path, address);
        world.network().ask(address, new Question(this, host, path, now.nonce()));
      }
    }
  }

  private void trouble(HostName host, CommPath path, String text) {
    arrived.add(new Arrival(host, path, new Trouble(text)));
    watched(host).unread.merge(path, 1, Integer::sum);
    machine.wake();
  }

  private Watched watched(HostName host) {
    Watched known = watched.get(host);
    if (known == null) {
      throw new IllegalStateException("a try of " + host + ", which has no paths");
    }
    return known;
  }

  private static @Nullable Try find(Watched from, long nonce) {
    for (Try candidate : from.tries) {
      if (candidate.nonce() == nonce) {
        return candidate;
      }
    }
    return null;
  }
}
