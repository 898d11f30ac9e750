package org.failovermon.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The control socket of a daemon, for questions that are asked too often for a command line that
 * takes a JVM each time.
 */
final class ControlSocket {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path path;

  ControlSocket(Path path) {
    this.path = path;
  }

  /** Whether somebody listens there. */
  boolean ready() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false; // not there yet, which is the answer
    }
  }

  JsonNode get(String target) {
    return exchange("GET " + target + " HTTP/1.1\r\n", "");
  }

  JsonNode post(String target, String body) {
    return exchange("POST " + target + " HTTP/1.1\r\n", body);
  }

  private JsonNode exchange(String line, String body) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        line
            + "Host: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + content.length
            + "\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer out = ByteBuffer.wrap(content);
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer in = ByteBuffer.allocate(1 << 16);
      while (channel.read(in.clear()) >= 0) {
        all.write(in.array(), 0, in.position());
      }
      return answer(line, all.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(line.strip() + " on " + path + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode answer(String line, byte[] all) throws IOException {
    String text = new String(all, StandardCharsets.UTF_8);
    int blank = text.indexOf("\r\n\r\n");
    if (blank < 0) {
      throw new IOException("no answer");
    }
    String head = text.substring(0, blank);
    String content = text.substring(blank + 4);
    if (head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")) {
      content = unchunk(content);
    }
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException(head.lines().findFirst().orElse("?") + " " + content.strip());
    }
    return JSON.readTree(content);
  }

  /** The content here is ASCII but for host names, which are too: characters are bytes. */
  private static String unchunk(String chunked) {
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (true) {
      int lineEnd = chunked.indexOf("\r\n", at);
      int size = Integer.parseInt(chunked.substring(at, lineEnd).strip(), 16);
      if (size == 0) {
        return whole.toString();
      }
      whole.append(chunked, lineEnd + 2, lineEnd + 2 + size);
      at = lineEnd + 2 + size + 2;
    }
  }
}
