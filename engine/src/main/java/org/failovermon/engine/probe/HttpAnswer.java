package org.failovermon.engine.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to a request.
 *
 * @param status 100 to 999
 * @param reason the words behind it, often empty
 * @param headers names in lower case; of several of one name the first
 * @param body as much of it as was read, at most 1 MiB; empty when nobody asked for it
 * @param receivedBytes how much came over the wire, headers included
 */
record HttpAnswer(
    int status, String reason, Map<String, String> headers, String body, long receivedBytes) {
  private static final int MOST_BODY_BYTES = 1 << 20;
  private static final int MOST_HEADERS = 200;
  private static final int MOST_EARLY_ANSWERS = 10;
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: (.*))?");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})\\s*(?:;.*)?");

  /**
   * Reads an answer.
   *
   * @param method of the request
   * @param withBody whether the body is read
   * @throws ProbeFailure critical, when it is not one
   */
  static HttpAnswer read(Attempt attempt, Wire wire, String method, boolean withBody)
      throws ProbeFailure, IOException {
    for (int early = 0; early < MOST_EARLY_ANSWERS; early++) {
      String first = wire.line();
      Matcher line = STATUS_LINE.matcher(first);
      if (!line.matches()) {
        throw ProbeFailure.critical(
            "answered " + attempt.quote(first) + ", which is not HTTP, expected 'HTTP/1.1 …'");
      }
      int status = Integer.parseInt(line.group(1));
      String reason = line.group(2) == null ? "" : String.valueOf(line.group(2));
      Map<String, String> headers = headers(attempt, wire);
      if (status >= 200 || status == 101) {
        boolean empty = method.equals("HEAD") || status == 204 || status == 304;
        String body = "";
        if (withBody && !empty) {
          attempt.waitingFor("reading the body");
          byte[] bytes = body(attempt, wire, headers);
          body = new String(bytes, HttpProbe.charset(headers.get("content-type")));
        }
        return new HttpAnswer(status, reason, headers, body, wire.receivedBytes());
      }
    }
    throw ProbeFailure.critical(
        "answered " + MOST_EARLY_ANSWERS + " times with a status below 200 and not with another");
  }

  private static Map<String, String> headers(Attempt attempt, Wire wire)
      throws ProbeFailure, IOException {
    Map<String, String> headers = new TreeMap<>();
    for (int count = 0; count <= MOST_HEADERS; count++) {
      String line = wire.line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw ProbeFailure.critical(
            "answered with " + attempt.quote(line) + " where a header belongs");
      }
      headers.putIfAbsent(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
    throw ProbeFailure.critical("answered with more than " + MOST_HEADERS + " headers");
  }

  private static byte[] body(Attempt attempt, Wire wire, Map<String, String> headers)
      throws ProbeFailure, IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String coding = headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    if (coding.contains("chunked")) {
      chunks(attempt, wire, body);
      return body.toByteArray();
    }
    String length = headers.get("content-length");
    if (length == null || !coding.isEmpty()) {
      copy(wire, body, Long.MAX_VALUE);
      return body.toByteArray();
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw ProbeFailure.critical("answered with the Content-Length " + attempt.quote(length));
    }
    long wanted = Long.parseLong(length);
    copy(wire, body, wanted);
    if (body.size() < Math.min(wanted, MOST_BODY_BYTES)) {
      throw ProbeFailure.critical(
          "closed the connection after " + body.size() + " of " + wanted + " bytes of the body");
    }
    return body.toByteArray();
  }

  private static void chunks(Attempt attempt, Wire wire, ByteArrayOutputStream body)
      throws ProbeFailure, IOException {
    while (body.size() < MOST_BODY_BYTES) {
      String line = wire.line();
      Matcher size = CHUNK_SIZE.matcher(line.strip());
      if (!size.matches()) {
        throw ProbeFailure.critical(
            "answered with " + attempt.quote(line) + " where the size of a chunk belongs");
      }
      long bytes = Long.parseLong(size.group(1), 16);
      if (bytes == 0) {
        return;
      }
      int before = body.size();
      copy(wire, body, bytes);
      if (body.size() - before < bytes) {
        if (body.size() >= MOST_BODY_BYTES) {
          return;
        }
        throw new EOFException("closed the connection in the middle of a chunk of the body");
      }
      String end = wire.line();
      if (!end.isEmpty()) {
        throw ProbeFailure.critical(
            "answered with " + attempt.quote(end) + " where a chunk should end");
      }
    }
  }

  /** Copies so many bytes, fewer at the end of the stream or of what we look at. */
  private static void copy(Wire wire, ByteArrayOutputStream body, long bytes) throws IOException {
    long left = bytes;
    while (left > 0 && body.size() < MOST_BODY_BYTES) {
      byte[] some = wire.chunk((int) Math.min(left, MOST_BODY_BYTES - body.size()));
      if (some.length == 0) {
        return;
      }
      body.writeBytes(some);
      left -= some.length;
    }
  }

  /** Where it redirects to, or empty. */
  Optional<String> redirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> Optional.ofNullable(headers.get("location"));
      default -> Optional.empty();
    };
  }

  /** The method of the request that follows a redirect, as browsers have it. */
  String methodAfter(String method) {
    boolean changes =
        (status == 303 && !method.equals("HEAD"))
            || ((status == 301 || status == 302) && method.equals("POST"));
    return changes ? "GET" : method;
  }
}
