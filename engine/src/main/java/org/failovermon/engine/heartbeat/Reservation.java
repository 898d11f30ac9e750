package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.port.Clock;

/**
 * The addresses of a {@link Responder}, bound before it answers: whether another program has the
 * port is known before anything is recorded or started. What is asked meanwhile waits in the
 * kernel. Not thread-safe.
 */
public final class Reservation implements AutoCloseable {
  private final Selector selector;
  private final Bindings bindings;
  private boolean handedOver;

  private Reservation(Selector selector, Bindings bindings) {
    this.selector = selector;
    this.bindings = bindings;
  }

  /**
   * Binds the addresses.
   *
   * @param listen what to answer on, {@link ListenAddress#EVERY} for every local address
   * @param port for addresses that name none, 1 to 65535
   * @throws CannotListenException when nothing could be bound because the port is taken. Addresses
   *     that are not there yet are waited for
   * @throws IOException when the system has no selector left
   */
  public static Reservation take(List<ListenAddress> listen, int port) throws IOException {
    Selector selector = Selector.open();
    Reservation taken = new Reservation(selector, new Bindings(listen, port, selector));
    taken.bindings.follow();
    List<String> clashes =
        taken.bindings.faults().stream().filter(fault -> fault.contains("is taken by")).toList();
    if (taken.bindings.bound().isEmpty() && !clashes.isEmpty()) {
      taken.close();
      throw new CannotListenException(clashes.getFirst());
    }
    return taken;
  }

  /**
   * Starts to answer. From then on the addresses belong to the responder, and {@link #close} of
   * this does nothing.
   *
   * @param keys what is accepted and signed with; the responder refreshes it about once a second
   * @param clock for what is left of an announced absence
   * @param health asked once in a cycle, from the responder's thread; must return at once
   * @param incarnation stored, larger with each start
   * @param onDeath called on the responder's thread when a fault has stopped it
   * @throws IllegalStateException the second time
   */
  public Responder answer(
      Keys keys,
      Clock clock,
      Supplier<Health> health,
      long incarnation,
      Consumer<Throwable> onDeath) {
    if (handedOver) {
      throw new IllegalStateException("these addresses were handed over already");
    }
    handedOver = true;
    return Responder.on(selector, bindings, keys, clock, health, incarnation, onDeath);
  }

  /** Gives the addresses back, unless a responder has them. */
  @Override
  public void close() throws IOException {
    if (!handedOver) {
      bindings.close();
      selector.close();
    }
  }
}
