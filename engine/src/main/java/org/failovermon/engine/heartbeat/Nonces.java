package org.failovermon.engine.heartbeat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** A source of fresh nonces; draws random bytes in blocks, since one call for each is dear. */
final class Nonces {
  private static final int BLOCK_BYTES = 4096;

  private final SecureRandom random = new SecureRandom();
  private final byte[] block = new byte[BLOCK_BYTES];
  private final ByteBuffer left = ByteBuffer.wrap(block).limit(0);

  Nonce next() {
    if (left.remaining() < 16) {
      random.nextBytes(block);
      left.clear();
    }
    return new Nonce(left.getLong(), left.getLong());
  }
}
