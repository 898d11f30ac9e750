package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.port.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers heartbeats, from the address that was asked, on a thread of its own. The public methods
 * are thread-safe.
 *
 * <p>Only authentic questions are answered; to all others it is silent, and counts and logs them.
 * Work is bounded in each cycle, so that a flood on one address does not silence the others. An
 * address that fails does not stop the rest, and is tried again every two seconds.
 */
public final class Responder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
  private static final int READS_PER_CYCLE = 64;
  private static final long KEYS_EVERY_NANOS = 1_000_000_000L;
  private static final long ADDRESSES_EVERY_NANOS = 2_000_000_000L;

  private final Keys keys;
  private final Clock clock;
  private final Supplier<Health> health;
  private final long incarnation;
  private final Consumer<Throwable> onDeath;
  private final Selector selector;
  private final Bindings bindings;
  private final InvalidMessages invalid;
  private final AtomicLong answered = new AtomicLong();
  private final KeySightings foreign = new KeySightings();
  private final KeySightings signers = new KeySightings();
  private final Askers askers = new Askers();
  private final Announcing announcing = new Announcing();
  private final ConcurrentLinkedQueue<Wish> wishes = new ConcurrentLinkedQueue<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(Codec.BUFFER_SIZE);
  private final ByteBuffer out = ByteBuffer.allocateDirect(Codec.SIZE);
  private final Thread thread;
  private Codec codec;
  private Condition condition;
  private long nowNanos;
  private long nextKeysNanos;
  private long nextAddressesNanos;
  private long unsendable;
  private volatile boolean closed;
  private volatile boolean ended;
  private boolean looked;

  private record Wish(Duration absence, CompletableFuture<Integer> done) {}

  /**
   * Binds the addresses and starts to answer: {@link Reservation#take} and {@link
   * Reservation#answer} at once.
   *
   * @param listen what to answer on, {@link ListenAddress#EVERY} for every local address
   * @param port for addresses that name none, 1 to 65535
   * @param keys what is accepted and signed with; the responder refreshes it about once a second
   * @param clock for what is left of an announced absence
   * @param health asked once in a cycle, from the responder's thread; must return at once
   * @param incarnation stored, larger with each start
   * @param onDeath called on the responder's thread when a fault of the program or of its selector
   *     has stopped it: nobody is answered from then on, and all observers would judge this host
   *     lost
   * @throws CannotListenException when nothing could be bound because the port is taken. Addresses
   *     that are not there yet are waited for
   * @throws IOException when the system has no selector left
   */
  public static Responder start(
      List<ListenAddress> listen,
      int port,
      Keys keys,
      Clock clock,
      Supplier<Health> health,
      long incarnation,
      Consumer<Throwable> onDeath)
      throws IOException {
    return Reservation.take(listen, port).answer(keys, clock, health, incarnation, onDeath);
  }

  /** Starts to answer on what was bound; what it is given is closed with it. */
  static Responder on(
      Selector selector,
      Bindings bindings,
      Keys keys,
      Clock clock,
      Supplier<Health> health,
      long incarnation,
      Consumer<Throwable> onDeath) {
    Responder responder =
        new Responder(selector, bindings, keys, clock, health, incarnation, onDeath);
    responder.thread.start();
    return responder;
  }

  private Responder(
      Selector selector,
      Bindings bindings,
      Keys keys,
      Clock clock,
      Supplier<Health> health,
      long incarnation,
      Consumer<Throwable> onDeath) {
    this.onDeath = onDeath;
    this.keys = keys;
    this.clock = clock;
    this.health = health;
    this.incarnation = incarnation;
    this.selector = selector;
    this.bindings = bindings;
    this.invalid = new InvalidMessages(LOG, clock);
    this.codec = new Codec(keys.ring());
    this.condition = new Condition(incarnation, 0, 0, Health.GOOD);
    this.nowNanos = clock.nanos();
    this.nextKeysNanos = nowNanos;
    this.nextAddressesNanos = nowNanos + ADDRESSES_EVERY_NANOS;
    this.thread = Thread.ofPlatform().name("failovermon-responder").daemon().unstarted(this::run);
  }

  /** The addresses that are answered on now. */
  public List<InetSocketAddress> addresses() {
    return bindings.bound();
  }

  /** Addresses that should be answered on and are not, each as a sentence for the operator. */
  public List<String> faults() {
    return bindings.faults();
  }

  /** How many questions were answered since the start. */
  public long answered() {
    return answered.get();
  }

  /** How many invalid messages came in since the start. */
  public long invalidMessages() {
    return invalid.count();
  }

  /**
   * Addresses that asked under a key that is not ours within the last ten minutes, each as a
   * sentence for the operator.
   */
  public List<String> foreignKeys() {
    return foreign.complaints(clock.nanos());
  }

  /**
   * Addresses that asked under the older of our keys within the last ten minutes. While two keys
   * are in force, an asker that has not proven the newer asks under both.
   */
  public List<String> usersOfOlderKey() {
    keys.refresh(); // the file may have been changed this very moment
    List<HeartbeatKey> both = keys.ring().keys();
    return both.size() < 2 ? List.of() : signers.usersOf(both.getLast().id(), clock.nanos());
  }

  /** Whether it answers, for tests; false after {@link #close}, and after a fault. */
  boolean running() {
    return thread.isAlive();
  }

  /**
   * Says to all who asked within the last hour that this host will be absent, and puts what is left
   * of it into every answer. Three transmissions within 0.3 s, since a datagram may be lost. A
   * further announcement replaces this one.
   *
   * @param absence at most 15 minutes, more is cut; zero takes an announcement back
   * @return completed after the last transmission, with the number of askers told; with what was
   *     reached until then when it is replaced or the responder is closed
   */
  public CompletableFuture<Integer> announce(Duration absence) {
    if (absence.isNegative()) {
      throw new IllegalArgumentException("an absence cannot be negative: " + absence);
    }
    Wish wish = new Wish(absence, new CompletableFuture<>());
    wishes.add(wish);
    selector.wakeup();
    if (ended && wishes.remove(wish)) {
      wish.done().complete(0);
    }
    return wish.done();
  }

  private void run() {
    try {
      while (!closed) {
        looked = false;
        selector.select(this::serve, untilDueMillis());
        cycle();
      }
    } catch (IOException | RuntimeException | Error e) {
      onDeath.accept(e);
    } finally {
      ended = true;
      bindings.close();
      announcing.abandon();
      for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
        wish.done().complete(0);
      }
    }
  }

  private long untilDueMillis() {
    long due = Math.min(nextKeysNanos - nowNanos, nextAddressesNanos - nowNanos);
    if (announcing.pending()) {
      due = Math.min(due, announcing.dueNanos() - nowNanos);
    }
    return Math.max(1, due / 1_000_000);
  }

  private void cycle() {
    lookAtOurselves();
    for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
      announcing.begin(wish.absence(), nowNanos, wish.done());
    }
    looked = false;
    lookAtOurselves();
    if (announcing.pending() && nowNanos - announcing.dueNanos() >= 0) {
      announcing.transmitted(tellAskers());
    }
    if (nowNanos - nextKeysNanos >= 0) {
      nextKeysNanos = nowNanos + KEYS_EVERY_NANOS;
      keys.refresh();
    }
    if (nowNanos - nextAddressesNanos >= 0) {
      nextAddressesNanos = nowNanos + ADDRESSES_EVERY_NANOS;
      bindings.follow().forEach(askers::forget);
    }
    if (!codec.ring().equals(keys.ring())) {
      codec = new Codec(keys.ring());
    }
  }

  /** Once in a cycle, not once for each answer; before the first answer after a sleep. */
  private void lookAtOurselves() {
    if (looked) {
      return;
    }
    looked = true;
    nowNanos = clock.nanos();
    long absent = announcing.absentMillis(nowNanos);
    Health now = health.get();
    if (absent != condition.absentMillis()
        || announcing.number() != condition.number()
        || !now.equals(condition.health())) {
      condition = new Condition(incarnation, announcing.number(), absent, now);
    }
  }

  private void serve(SelectionKey key) {
    DatagramChannel channel = (DatagramChannel) key.channel();
    lookAtOurselves();
    try {
      for (int reads = 0; reads < READS_PER_CYCLE; reads++) {
        SocketAddress from = channel.receive(in.clear());
        if (from == null) {
          return;
        }
        respond(channel, from);
      }
    } catch (IOException e) {
      bindings.failed(channel, e);
      askers.forget(channel);
    }
  }

  private void respond(DatagramChannel channel, SocketAddress from) {
    switch (codec.decode(in.flip())) {
      case Decoded.Invalid flawed -> {
        if (flawed.flaw() == Decoded.Flaw.UNKNOWN_KEY) {
          foreign.seen(from, flawed.keyId(), nowNanos);
        }
        invalid.complain(from, flawed.because());
      }
      case Decoded.Valid(Message.Request(Nonce nonce), int keyId) -> {
        askers.heard(from, channel, nonce, keyId, nowNanos);
        foreign.forget(from);
        signers.seen(from, keyId, nowNanos);
        answered.incrementAndGet();
        send(channel, from, new Message.Answer(nonce, condition), keyId);
      }
      case Decoded.Valid(Message.Answer _, int _) ->
          invalid.complain(from, "it is an answer where a question belongs");
      case Decoded.Valid(Message.Announcement _, int _) ->
          invalid.complain(from, "it is an announcement where a question belongs");
    }
  }

  private int tellAskers() {
    List<Askers.Asker> recent = askers.within(nowNanos);
    for (Askers.Asker asker : recent) {
      // An asker that signed with a key which has been dropped since cannot be told.
      for (HeartbeatKey known : codec.ring().keys()) {
        if (known.id() == asker.keyId && asker.via.isOpen()) {
          send(
              asker.via,
              asker.address,
              new Message.Announcement(asker.nonce, condition),
              asker.keyId);
        }
      }
    }
    return (int) recent.stream().map(Responder::machine).distinct().count();
  }

  /** Each path of an observer asks from a port of its own. */
  private static Object machine(Askers.Asker asker) {
    return asker.address instanceof InetSocketAddress inet ? inet.getAddress() : asker.address;
  }

  /** What cannot be sent is lost, as datagrams may be; the asker will ask again. */
  private void send(DatagramChannel channel, SocketAddress to, Message message, int keyId) {
    codec.encode(message, keyId, out.clear());
    try {
      channel.send(out.flip(), to);
    } catch (IOException e) {
      unsendable++;
      if (Long.bitCount(unsendable) == 1) {
        LOG.warn(
            "an answer to {} could not be sent ({} so far): {}", to, unsendable, Trouble.of(e));
      }
    }
  }

  /** Stops answering and closes the channels. Returns when the thread has ended. */
  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the selector of the responder cannot be closed", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
