package org.failovermon.app.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Speaks raw HTTP to a Unix domain socket, in this process or as another user. */
final class PeerSource {
  /** A program of one file, since another user may not read the class path of the tests. */
  private static final String PROGRAM =
      """
      import java.net.*;
      import java.nio.*;
      import java.nio.channels.*;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.*;

      public class Peer {
        public static void main(String[] a) throws Exception {
          try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(a[0]));
            channel.write(ByteBuffer.wrap(Files.readAllBytes(Path.of(a[1]))));
            ByteBuffer in = ByteBuffer.allocate(1 << 20);
            while (channel.read(in) >= 0) {}
            System.out.print(new String(in.array(), 0, in.position(), StandardCharsets.UTF_8));
          }
        }
      }
      """;

  private PeerSource() {}

  private static byte[] request(String request, String body) {
    return (request
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Sends a request and returns the whole answer. */
  static String send(Path socket, String request, String body) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer out = ByteBuffer.wrap(request(request, body));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ByteBuffer in = ByteBuffer.allocate(1 << 20);
      while (channel.read(in) >= 0) {
        // until the server closes
      }
      return new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
    }
  }

  /** The same as the user nobody (uid 65534). */
  static String asNobody(Path folder, Path socket, String request, String body) throws Exception {
    Path program = folder.resolve("Peer.java");
    Path message = folder.resolve("request");
    Files.writeString(program, PROGRAM);
    Files.write(message, request(request, body));
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                program.toString(),
                socket.toString(),
                message.toString())
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer;
  }
}
