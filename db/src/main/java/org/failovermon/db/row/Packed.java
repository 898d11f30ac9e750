package org.failovermon.db.row;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Texts and bytes in compressed form (RFC 1950). */
public final class Packed {
  /**
   * More than this is never unpacked from one row: the output of a run has at most 64 MiB as it was
   * printed, each byte that is no text becomes three (U+FFFD), and a line says what was cut.
   */
  private static final int MOST_BYTES = 3 * (64 << 20) + 4096;

  private Packed() {}

  /** Compresses a text as UTF-8. */
  public static byte[] text(String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return bytes(plain, plain.length);
  }

  /** Compresses the first bytes of an array. */
  public static byte[] bytes(byte[] plain, int length) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION)) {
      deflater.setInput(plain, 0, length);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 16);
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  /**
   * Unpacks a text.
   *
   * @throws SQLException when the bytes are damaged
   */
  public static String unpackText(byte[] packed) throws SQLException {
    return new String(unpack(packed), StandardCharsets.UTF_8);
  }

  /**
   * Unpacks bytes.
   *
   * @throws SQLException when the bytes are damaged
   */
  public static byte[] unpack(byte[] packed) throws SQLException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream(packed.length * 3 + 16);
      byte[] buffer = new byte[4096];
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        if ((count == 0 && !inflater.finished()) || out.size() > MOST_BYTES) {
          throw new SQLException("a compressed value is damaged", "", 11);
        }
        out.write(buffer, 0, count);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new SQLException("a compressed value is damaged: " + e.getMessage(), "", 11, e);
    }
  }
}
