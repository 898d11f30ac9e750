package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.failovermon.engine.model.CommPath;
import org.jspecify.annotations.Nullable;

/**
 * One communication path with its connected channel. Connected, because only then does the kernel
 * tell that a port is refused, and only datagrams of that one address arrive. Engine's thread only.
 */
final class Line {
  final Peer peer;
  final CommPath path;
  final int port;

  @Nullable InetSocketAddress target;
  @Nullable InetAddress source;
  @Nullable DatagramChannel channel;

  /** Why nothing can be sent, or empty. */
  String trouble = "";

  /** The trouble waits to be told, and was told in the try under way. */
  boolean troubleWaits;

  boolean troubleTold;

  /** A question to the scout is under way; when the next is due. */
  boolean scouting;

  long nextLookNanos;

  /** Waits in the queue of lines to read; datagrams read in the drain with this number. */
  boolean queued;

  long drainNumber;
  int drainReads;

  boolean closed;

  private int answeredSlots;
  private boolean keyProven;
  private int provenKeyId;

  Line(Peer peer, CommPath path, int port) {
    this.peer = peer;
    this.path = path;
    this.port = port;
  }

  /** Opens the channel to an address, in place of the one there was. */
  void open(InetAddress address, Selector selector) throws IOException {
    closeChannel();
    target = new InetSocketAddress(address, port);
    DatagramChannel fresh = AddressScout.open(address);
    boolean usable = false;
    try {
      fresh.configureBlocking(false);
      fresh.connect(target);
      source = AddressScout.local(fresh);
      fresh.register(selector, SelectionKey.OP_READ, this);
      channel = fresh;
      trouble = "";
      usable = true;
    } finally {
      if (!usable) {
        fresh.close();
      }
    }
  }

  void closeChannel() {
    DatagramChannel old = channel;
    channel = null;
    source = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        throw new IllegalStateException("a datagram channel cannot be closed", e);
      }
    }
  }

  void beginTry(int slot) {
    answeredSlots &= ~(1 << slot);
    troubleTold = false;
    troubleWaits = false;
  }

  boolean answered(int slot) {
    return (answeredSlots & 1 << slot) != 0;
  }

  /** Marks the try as answered; false if it was already. */
  boolean markAnswered(int slot) {
    if (answered(slot)) {
      return false;
    }
    answeredSlots |= 1 << slot;
    return true;
  }

  /** The other end knows this key: it signed an answer with it. */
  void proveKey(int keyId) {
    keyProven = true;
    provenKeyId = keyId;
  }

  /** Forgets which key the other end knows: it was silent, and may have gone back to an older. */
  void doubtKey() {
    keyProven = false;
  }

  boolean knowsKey(int keyId) {
    return keyProven && provenKeyId == keyId;
  }
}
