package org.failovermon.engine.heartbeat;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Writes the question of a try down the lines of a peer: the same datagram down each. While two
 * keys are in force, a line that has not answered under the newer gets it under either key, so the
 * hosts may get a new key file in any order. Engine's thread only.
 */
final class Transmitter {
  private final Keys keys;
  private final ByteBuffer newestOut = ByteBuffer.allocateDirect(Codec.SIZE);
  private final ByteBuffer olderOut = ByteBuffer.allocateDirect(Codec.SIZE);
  private Codec codec;

  Transmitter(Keys keys) {
    this.keys = keys;
    this.codec = new Codec(keys.ring());
  }

  /** The codec for the keys in force. */
  Codec codec() {
    KeyRing ring = keys.ring();
    if (!codec.ring().equals(ring)) {
      codec = new Codec(ring);
    }
    return codec;
  }

  /** Makes the datagrams that {@link #send} sends from then on. */
  void prepare(Nonce nonce) {
    KeyRing ring = codec().ring();
    Message.Request request = new Message.Request(nonce);
    codec.encode(request, ring.newest().id(), newestOut.clear());
    if (ring.keys().size() > 1) {
      codec.encode(request, ring.keys().getLast().id(), olderOut.clear());
    }
  }

  /** Sends down one line, if it is open. Sets or clears its trouble. */
  void send(Line line) {
    DatagramChannel channel = line.channel;
    if (channel == null) {
      return;
    }
    KeyRing ring = codec.ring();
    try {
      write(channel, newestOut);
      if (ring.keys().size() > 1 && !line.knowsKey(ring.newest().id())) {
        write(channel, olderOut);
      }
      line.trouble = "";
    } catch (IOException e) {
      line.trouble = Trouble.of(e);
    }
  }

  /** A full send buffer takes nothing: the datagram is lost, as datagrams may be. */
  private static void write(DatagramChannel channel, ByteBuffer datagram) throws IOException {
    try {
      channel.write(datagram.rewind());
    } catch (PortUnreachableException e) {
      // The refusal of an earlier datagram, which the kernel tells instead of sending this one.
      channel.write(datagram.rewind());
    }
  }
}
