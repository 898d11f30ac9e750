package org.failovermon.app.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * One communication path: carries datagrams from its own address to a host and the answers back,
 * unless it is cut. A host that is gone is silence, as on a real wire: refusals are not carried.
 * Counters and the cut are thread-safe; {@link #run} belongs to one thread.
 */
final class Relay implements AutoCloseable {
  private static final int MAX_CLIENTS = 64;
  private static final int MAX_DATAGRAM = 2048;

  private final DatagramChannel front;
  private final InetSocketAddress target;
  private final Selector selector;
  private final Map<SocketAddress, DatagramChannel> backs = new LinkedHashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
  private volatile boolean cut;
  private final LongAdder carried = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  /**
   * Lays the path.
   *
   * @param here where it begins
   * @param target where it leads to
   * @throws IOException when the address is taken
   */
  Relay(InetSocketAddress here, InetSocketAddress target) throws IOException {
    this.target = target;
    this.selector = Selector.open();
    this.front = DatagramChannel.open();
    front.bind(here);
    front.configureBlocking(false);
    front.register(selector, SelectionKey.OP_READ);
  }

  /** Cuts the path, or mends it. */
  void cut(boolean now) {
    cut = now;
  }

  /** How the path is, in words for a program: {@code cut|whole CARRIED DROPPED}. */
  String state() {
    return (cut ? "cut " : "whole ") + carried.sum() + " " + dropped.sum();
  }

  /**
   * Carries datagrams until it is closed.
   *
   * @throws IOException when the path's own socket fails
   */
  void run() throws IOException {
    try {
      while (selector.isOpen()) {
        selector.select();
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
          SelectionKey key = keys.next();
          keys.remove();
          if (key.attachment() instanceof SocketAddress client) {
            back((DatagramChannel) key.channel(), client);
          } else {
            forth();
          }
        }
      }
    } catch (ClosedSelectorException e) {
      return; // closed: that is how it ends
    }
  }

  private void forth() throws IOException {
    for (SocketAddress client = front.receive(buffer.clear());
        client != null;
        client = front.receive(buffer.clear())) {
      if (passes()) {
        forward(client);
      }
    }
  }

  private void forward(SocketAddress client) throws IOException {
    try {
      backOf(client).write(buffer.flip());
    } catch (PortUnreachableException e) {
      return; // nobody is there: on a real wire that is silence
    }
  }

  private void back(DatagramChannel back, SocketAddress client) throws IOException {
    try {
      while (back.read(buffer.clear()) > 0) {
        if (passes()) {
          front.send(buffer.flip(), client);
        }
      }
    } catch (PortUnreachableException e) {
      return; // the same
    }
  }

  private boolean passes() {
    if (cut) {
      dropped.increment();
      return false;
    }
    carried.increment();
    return true;
  }

  private DatagramChannel backOf(SocketAddress client) throws IOException {
    DatagramChannel known = backs.get(client);
    if (known != null) {
      return known;
    }
    if (backs.size() >= MAX_CLIENTS) {
      Iterator<DatagramChannel> oldest = backs.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    DatagramChannel back = DatagramChannel.open();
    back.bind(new InetSocketAddress(((InetSocketAddress) front.getLocalAddress()).getAddress(), 0));
    back.connect(target);
    back.configureBlocking(false);
    back.register(selector, SelectionKey.OP_READ, client);
    backs.put(client, back);
    return back;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    front.close();
    for (DatagramChannel back : backs.values()) {
      back.close();
    }
  }
}
