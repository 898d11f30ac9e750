package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.HeartbeatLink;
import org.failovermon.engine.port.Waiter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Heartbeats over UDP: one connected channel for each path, one selector for all. Used by the
 * engine's thread alone, but for {@link #wakeup} and {@link #localAddresses()}. Never blocks but in
 * {@link #await}.
 *
 * <p>Names are resolved on other threads, again every 30 s and sooner when a path is in trouble; a
 * name that stops resolving keeps its last address. A channel is opened anew when the address of
 * the name, or the local address that the kernel would send from, is another.
 *
 * <p>While two keys are in force, a line that has not answered under the newer gets each datagram
 * twice, once under either key: so the hosts may get the new key file in any order.
 */
public final class UdpHeartbeatLink implements HeartbeatLink, Waiter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpHeartbeatLink.class);

  /** More than a socket's default receive buffer holds: all that had arrived is read. */
  private static final int READS_PER_LINE = 512;

  private final Clock clock;
  private final Transmitter transmitter;
  private final int defaultPort;
  private final LookPace pace;
  private final Selector selector;
  private final AddressScout scout;
  private final Nonces nonces = new Nonces();
  private final InvalidMessages invalid;
  private final Map<HostName, Peer> peers = new HashMap<>();
  private final ArrayDeque<Line> readable = new ArrayDeque<>();
  private final Troubles troubles = new Troubles();
  private final Sources sources = new Sources();
  private final AnsweredKeys answeredKeys;
  private final Consumer<SelectionKey> enqueue = this::enqueue;
  private final ByteBuffer in = ByteBuffer.allocateDirect(Codec.BUFFER_SIZE);
  private long drains;

  /**
   * When the scout is asked again where a path leads.
   *
   * @param routineNanos while all is well
   * @param silentNanos while the path does not answer
   * @param troubledNanos while nothing can be sent
   */
  record LookPace(long routineNanos, long silentNanos, long troubledNanos) {
    static final LookPace NORMAL = new LookPace(30_000_000_000L, 5_000_000_000L, 2_000_000_000L);
  }

  /**
   * Opens a link without paths.
   *
   * @param clock the engine's clock
   * @param keys what signs and is accepted; a change takes effect with the next datagram
   * @param defaultPort for paths that name none, 1 to 65535
   * @param resolver of names
   * @throws IOException when the system has no selector left (too many open files)
   */
  public UdpHeartbeatLink(Clock clock, Keys keys, int defaultPort, NameResolver resolver)
      throws IOException {
    this(clock, keys, defaultPort, resolver, AnsweredKeys.inMemory());
  }

  /**
   * The same with a memory of the keys under which hosts answered, so that a key of ours that is
   * changed while no daemon runs is not taken for the death of every host.
   *
   * @throws IOException when the system has no selector left (too many open files)
   */
  public UdpHeartbeatLink(
      Clock clock, Keys keys, int defaultPort, NameResolver resolver, AnsweredKeys answeredKeys)
      throws IOException {
    this(clock, keys, defaultPort, resolver, answeredKeys, LookPace.NORMAL);
  }

  UdpHeartbeatLink(Clock clock, Keys keys, int defaultPort, NameResolver resolver, LookPace pace)
      throws IOException {
    this(clock, keys, defaultPort, resolver, AnsweredKeys.inMemory(), pace);
  }

  private UdpHeartbeatLink(
      Clock clock,
      Keys keys,
      int defaultPort,
      NameResolver resolver,
      AnsweredKeys answeredKeys,
      LookPace pace)
      throws IOException {
    this.answeredKeys = answeredKeys;
    this.clock = clock;
    this.transmitter = new Transmitter(keys);
    this.defaultPort = defaultPort;
    this.pace = pace;
    this.invalid = new InvalidMessages(LOG, clock);
    this.selector = Selector.open();
    this.scout = new AddressScout(resolver, selector::wakeup);
  }

  /** The local addresses that the paths are sent from. Thread-safe. */
  public Set<InetAddress> localAddresses() {
    return sources.addresses();
  }

  /** How many invalid messages came in, for tests; each is in the log too. */
  long invalidMessages() {
    return invalid.count();
  }

  @Override
  public void setPaths(HostName host, List<CommPath> paths) {
    Peer peer = peers.computeIfAbsent(host, Peer::new);
    Map<CommPath, Line> kept = new HashMap<>();
    Set<CommPath> wanted = new HashSet<>(paths);
    for (Line line : peer.lines) {
      if (wanted.contains(line.path)) {
        kept.put(line.path, line);
      } else {
        forget(line);
      }
    }
    peer.lines.clear();
    for (CommPath path : new java.util.LinkedHashSet<>(paths)) {
      Line line = kept.get(path);
      peer.lines.add(line != null ? line : newLine(peer, path));
    }
    if (peer.lines.isEmpty()) {
      peers.remove(host);
    }
    sources.publish();
  }

  @Override
  public Set<InetAddress> localAddresses(HostName host) {
    Peer peer = peers.get(host);
    Set<InetAddress> addresses = new HashSet<>();
    if (peer != null) {
      peer.lines.stream().map(line -> line.source).filter(Objects::nonNull).forEach(addresses::add);
    }
    return addresses;
  }

  private Line newLine(Peer peer, CommPath path) {
    Line line = new Line(peer, path, path.port() == 0 ? defaultPort : path.port());
    InetAddress literal = AddressScout.literal(path.address());
    if (literal == null) {
      look(line);
    } else {
      open(line, literal);
      // Spread over the whole period, so that 10,000 paths are not all looked at together.
      long spread = Math.floorMod(path.hashCode() * 0x9E3779B97F4A7C15L, pace.routineNanos());
      line.nextLookNanos = clock.nanos() + (line.channel == null ? pace.troubledNanos() : spread);
    }
    return line;
  }

  private void forget(Line line) {
    line.closed = true;
    sources.remove(line.source);
    line.closeChannel();
  }

  @Override
  public void beginTry(HostName host) {
    Peer peer = peers.get(host);
    if (peer == null) {
      return;
    }
    long now = clock.nanos();
    int before = peer.slot();
    boolean first = !peer.tried();
    int slot = peer.begin(nonces.next(), now);
    for (Line line : peer.lines) {
      boolean silent = !first && !line.answered(before);
      if (silent) {
        line.doubtKey();
      }
      line.beginTry(slot);
      lookIfDue(line, now, silent);
    }
    transmitAgain(host);
  }

  private void lookIfDue(Line line, long now, boolean silent) {
    long sooner =
        !line.trouble.isEmpty()
            ? pace.routineNanos() - pace.troubledNanos()
            : silent ? pace.routineNanos() - pace.silentNanos() : 0;
    if (!line.scouting && now + sooner - line.nextLookNanos >= 0) {
      look(line);
    }
  }

  private void look(Line line) {
    line.scouting = true;
    line.nextLookNanos = clock.nanos() + pace.routineNanos();
    scout.look(line);
  }

  @Override
  public void transmitAgain(HostName host) {
    Peer peer = peers.get(host);
    if (peer == null || !peer.tried()) {
      return;
    }
    transmitter.prepare(peer.nonce());
    for (Line line : peer.lines) {
      transmit(line);
    }
  }

  private void transmit(Line line) {
    transmitter.send(line);
    if (!line.trouble.isEmpty()) {
      troubles.add(line);
    }
  }

  private void open(Line line, InetAddress address) {
    sources.remove(line.source);
    try {
      line.open(address, selector);
      sources.add(line.source);
    } catch (IOException e) {
      String trouble = Trouble.of(e);
      if (!trouble.equals(line.trouble)) {
        LOG.warn("path {} of {} cannot be used: {}", line.path.address(), line.peer.host, trouble);
      }
      line.source = null;
      line.trouble = trouble;
    }
  }

  private void applyFindings() {
    AddressScout.Finding finding = scout.poll();
    if (finding == null) {
      return;
    }
    for (; finding != null; finding = scout.poll()) {
      apply(finding);
    }
    sources.publish();
  }

  private void apply(AddressScout.Finding finding) {
    Line line = finding.line();
    line.scouting = false;
    InetAddress target = finding.target();
    if (line.closed) {
      return;
    }
    if (target == null) {
      // A name that stops resolving keeps its last address.
      if (line.target == null) {
        line.trouble = finding.trouble();
        troubles.add(line);
      }
      return;
    }
    boolean moved = line.target == null || !AddressScout.same(target, line.target.getAddress());
    boolean rerouted =
        finding.source() != null && !AddressScout.same(finding.source(), line.source);
    if (moved || rerouted || (line.channel == null && finding.source() != null)) {
      open(line, target);
      if (line.peer.tried() && !line.answered(line.peer.slot())) {
        transmitter.prepare(line.peer.nonce());
        transmit(line);
      }
    }
  }

  @Override
  public String doubt(HostName host) {
    Peer peer = peers.get(host);
    if (peer == null || peer.lines.isEmpty()) {
      return "";
    }
    if (peer.lines.stream().allMatch(line -> line.target == null)) {
      String trouble = peer.lines.getFirst().trouble;
      return "nothing can be sent to it, because "
          + (trouble.isEmpty() || trouble.equals(Trouble.UNRESOLVED)
              ? "its name does not resolve"
              : trouble);
    }
    return answeredKeys.doubt(host, transmitter.codec().ring());
  }

  @Override
  public int drain(Listener listener) {
    applyFindings();
    drains++;
    int told = troubles.tell(listener);
    select(0);
    while (!readable.isEmpty()) {
      Line line = readable.remove();
      line.queued = false;
      told += read(line, listener);
      if (readable.isEmpty()) {
        select(0);
      }
    }
    return told + troubles.tell(listener);
  }

  private void enqueue(SelectionKey key) {
    Line line = (Line) key.attachment();
    boolean exhausted = line.drainNumber == drains && line.drainReads >= READS_PER_LINE;
    if (!line.queued && !exhausted) {
      line.queued = true;
      readable.add(line);
    }
  }

  private int read(Line line, Listener listener) {
    if (line.drainNumber != drains) {
      line.drainNumber = drains;
      line.drainReads = 0;
    }
    int told = 0;
    while (line.drainReads++ < READS_PER_LINE) {
      DatagramChannel channel = line.channel;
      if (channel == null) {
        return told;
      }
      try {
        if (channel.read(in.clear()) <= 0) {
          return told;
        }
        told += handle(line, listener);
      } catch (PortUnreachableException e) {
        troubles.add(line);
      } catch (IOException e) {
        line.trouble = Trouble.of(e);
        troubles.add(line);
      }
    }
    return told;
  }

  private int handle(Line line, Listener listener) {
    return switch (transmitter.codec().decode(in.flip())) {
      case Decoded.Invalid flawed -> complain(line, flawed.because());
      case Decoded.Valid(Message message, int keyId) ->
          switch (message) {
            case Message.Request _ ->
                complain(line, "it is a question where an answer belongs; was it reflected?");
            case Message.Answer answer -> answered(line, answer, keyId, listener);
            case Message.Announcement announcement ->
                line.peer.slotOf(announcement.nonce()) == Peer.UNKNOWN
                    ? 0
                    : unsolicited(line.peer, announcement.condition(), listener);
          };
    };
  }

  private int complain(Line line, String because) {
    invalid.complain(line.target, because);
    return 0;
  }

  /** Authentic answers to tries that are forgotten are dropped: very late, or recorded. */
  private int answered(Line line, Message.Answer answer, int keyId, Listener listener) {
    Peer peer = line.peer;
    int slot = peer.slotOf(answer.nonce());
    if (slot == Peer.UNKNOWN || !line.markAnswered(slot)) {
      return 0;
    }
    long roundTrip = clock.nanos() - peer.startedNanos(slot);
    if (slot != peer.slot()) {
      listener.answeredLate(peer.host, line.path, roundTrip);
      return 1;
    }
    if (!peer.answeredByKey || peer.answeredKey != keyId) {
      peer.answeredByKey = true;
      peer.answeredKey = keyId;
      answeredKeys.answered(peer.host, keyId);
    }
    if (!line.knowsKey(transmitter.codec().ring().newest().id())) {
      line.proveKey(keyId);
    }
    Condition said = answer.condition();
    listener.answered(peer.host, line.path, roundTrip, said.health(), said.incarnation());
    // After the answer: it tells which incarnation speaks now, if that is another.
    if (!peer.isNewsOfAnswer(said.incarnation(), said.number())) {
      return 1;
    }
    return 1 + announced(peer, said, listener);
  }

  private static int unsolicited(Peer peer, Condition said, Listener listener) {
    return peer.isNews(said.incarnation(), said.number()) ? announced(peer, said, listener) : 0;
  }

  private static int announced(Peer peer, Condition said, Listener listener) {
    listener.announced(peer.host, said.incarnation(), said.number(), said.absentMillis());
    return 1;
  }

  @Override
  public void await(long nanos) {
    if (!readable.isEmpty() || !troubles.isEmpty() || !scout.isEmpty()) {
      return;
    }
    // Whole milliseconds, rounded up: rounded down, the engine would spin until the deadline.
    select(nanos <= 0 ? 0 : Math.max(1, (nanos + 999_999) / 1_000_000));
  }

  private void select(long millis) {
    try {
      if (millis == 0) {
        selector.selectNow(enqueue);
      } else {
        selector.select(enqueue, millis);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the selector of the heartbeat link failed", e);
    }
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  /** Closes every channel. The link cannot be used any more. */
  @Override
  public void close() {
    scout.close();
    for (Peer peer : peers.values()) {
      peer.lines.forEach(this::forget);
    }
    peers.clear();
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the selector of the heartbeat link cannot be closed", e);
    }
  }
}
