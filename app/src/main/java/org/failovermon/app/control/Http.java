package org.failovermon.app.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Takes the body out of an HTTP/1.1 answer that was read to its end (RFC 9112). */
final class Http {
  /** Status of an answer by a daemon whose engine is silent. */
  static final int SILENT = 503;

  private Http() {}

  /** The status code of an answer; 0 when it has none. */
  static int status(byte[] answer) {
    String line = new String(answer, 0, Math.min(answer.length, 12), StandardCharsets.ISO_8859_1);
    return line.matches("HTTP/1\\.1 \\d{3}") ? Integer.parseInt(line.substring(9)) : 0;
  }

  /**
   * The body.
   *
   * @param answer the whole answer, until the server closed the connection
   * @throws IOException when it is no complete HTTP answer
   */
  static byte[] body(byte[] answer) throws IOException {
    int end = indexOf(answer, "\r\n\r\n", 0);
    if (end < 0) {
      throw new IOException("no complete answer came back");
    }
    String head = new String(answer, 0, end, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 ")) {
      throw new IOException("what answered does not speak HTTP");
    }
    byte[] rest = Arrays.copyOfRange(answer, end + 4, answer.length);
    if (head.contains("\r\ntransfer-encoding: chunked")) {
      return chunks(rest);
    }
    int length = head.indexOf("\r\ncontent-length: ");
    if (length >= 0) {
      int from = length + "\r\ncontent-length: ".length();
      int to = head.indexOf("\r\n", from);
      int expected = Integer.parseInt(head.substring(from, to < 0 ? head.length() : to).strip());
      if (rest.length != expected) {
        throw new IOException("the answer broke off");
      }
    }
    return rest;
  }

  private static byte[] chunks(byte[] rest) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = indexOf(rest, "\r\n", at);
      if (end < 0) {
        throw new IOException("the answer broke off");
      }
      String line = new String(rest, at, end - at, StandardCharsets.ISO_8859_1);
      int size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      if (end + 2 + size > rest.length) {
        throw new IOException("the answer broke off");
      }
      body.write(rest, end + 2, size);
      at = end + 2 + size + 2;
    }
  }

  private static int indexOf(byte[] bytes, String what, int from) {
    for (int i = from; i + what.length() <= bytes.length; i++) {
      int j = 0;
      while (j < what.length() && bytes[i + j] == what.charAt(j)) {
        j++;
      }
      if (j == what.length()) {
        return i;
      }
    }
    return -1;
  }
}
