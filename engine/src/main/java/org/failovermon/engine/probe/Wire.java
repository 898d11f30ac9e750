package org.failovermon.engine.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.failovermon.engine.model.check.Probe.Certificate;

/**
 * A TCP connection of one attempt, made directly: proxies of the environment or of the JVM are not
 * used. Reads and writes block; the attempt closes the socket at its timeout. Used by one thread.
 */
final class Wire {
  /** Longest line that a server may send. */
  static final int MOST_LINE_BYTES = 8 * 1024;

  private static final int BUFFER_BYTES = 4 * 1024;

  private final Attempt attempt;
  private final Socket socket;
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long receivedBytes;

  private Wire(Attempt attempt, Socket socket) throws IOException {
    this.attempt = attempt;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Connects to the first address of the target that lets us, each with its share of the time. */
  static Wire connect(Attempt attempt, Names names, String address, int port)
      throws ProbeFailure, IOException, InterruptedException {
    List<InetAddress> addresses = names.resolve(attempt, address);
    attempt.waitingFor("connecting");
    IOException first = null;
    for (int i = 0; i < addresses.size(); i++) {
      // The socket belongs to the attempt, which closes it at its end.
      Socket socket = attempt.closing(new Socket(Proxy.NO_PROXY));
      try {
        boolean last = i == addresses.size() - 1;
        int share = last ? 0 : attempt.leftMillis() / (addresses.size() - i);
        socket.connect(new InetSocketAddress(addresses.get(i), port), share);
        socket.setTcpNoDelay(true);
        return new Wire(attempt, socket);
      } catch (IOException e) {
        socket.close();
        first = first == null || e instanceof SocketTimeoutException ? e : first;
      }
    }
    throw first == null ? new IOException("the name has no address") : first;
  }

  /**
   * Switches to TLS.
   *
   * @param address as it was connected to: the name that counts where the check names no other
   * @return what the handshake showed
   */
  TlsSession secure(Tls tls, Certificate certificate, String address)
      throws ProbeFailure, IOException {
    if (at < end) {
      throw ProbeFailure.critical(
          "the server sent data behind its consent to STARTTLS, which an attacker could have put"
              + " there");
    }
    attempt.waitingFor("waiting for the TLS handshake");
    TlsSession session = tls.handshake(socket, certificate, address);
    in = session.socket().getInputStream();
    out = session.socket().getOutputStream();
    return session;
  }

  /** Sends a text as UTF-8. */
  void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /**
   * Reads a line.
   *
   * @return without its line end, CR LF or LF
   * @throws EOFException when the connection ends before the line does
   */
  String line() throws ProbeFailure, IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    while (true) {
      int next = read();
      if (next < 0) {
        throw new EOFException(
            line.size() == 0
                ? "the server closed the connection"
                : "the server closed the connection in the middle of a line: "
                    + attempt.quote(line.toString(StandardCharsets.UTF_8)));
      }
      if (next == '\n') {
        break;
      }
      if (line.size() == MOST_LINE_BYTES) {
        throw ProbeFailure.critical(
            "the server sent a line of more than "
                + MOST_LINE_BYTES
                + " bytes: "
                + attempt.quote(line.toString(StandardCharsets.UTF_8)));
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** Reads a byte, or -1 at the end of the stream. */
  int read() throws IOException {
    if (at == end && !fill()) {
      return -1;
    }
    return buffer[at++] & 0xff;
  }

  /** Reads what is there, waiting for the first byte; empty at the end of the stream. */
  byte[] chunk(int most) throws IOException {
    if (at == end && !fill()) {
      return new byte[0];
    }
    int count = Math.min(most, end - at);
    byte[] bytes = java.util.Arrays.copyOfRange(buffer, at, at + count);
    at += count;
    return bytes;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    receivedBytes += end;
    return end > 0;
  }

  /** How much came in so far. */
  long receivedBytes() {
    return receivedBytes;
  }

  /** Hangs up: no word to the server, no wait. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(Wire.class).debug("a connection did not close in order", e);
    }
  }
}
