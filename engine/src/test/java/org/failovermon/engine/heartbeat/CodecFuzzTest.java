package org.failovermon.engine.heartbeat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The codec against Jazzer. In the normal build it is given the corpus. To fuzz for 20 s: {@code
 * JAZZER_FUZZ=1 mvn -o -B -Dquick -pl engine test -Dtest=CodecFuzzTest -Djazzer.hooks=true}.
 */
class CodecFuzzTest {
  private static final Codec CODEC =
      new Codec(new KeyRing(List.of(HeartbeatKey.of(new byte[HeartbeatKey.BYTES]))));

  /** Never throws; and what it believes, it writes again byte by byte, reserved bytes apart. */
  @FuzzTest(maxDuration = "20s")
  void neverThrowsAndBelievesOnlyWhatItWouldWrite(byte[] datagram) {
    switch (CODEC.decode(ByteBuffer.wrap(datagram))) {
      case Decoded.Invalid invalid -> {
        if (invalid.because().isEmpty()) {
          throw new AssertionError("no reason was given");
        }
      }
      case Decoded.Valid(Message message, int keyId) -> {
        ByteBuffer again = ByteBuffer.allocate(Codec.SIZE);
        CODEC.encode(message, keyId, again);
        if (!CODEC.decode(again.flip()).equals(new Decoded.Valid(message, keyId))) {
          throw new AssertionError("not read back: " + message);
        }
      }
    }
  }
}
