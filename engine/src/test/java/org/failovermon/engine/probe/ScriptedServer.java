package org.failovermon.engine.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server on loopback that does to each connection what a test says. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** What it does to a connection; the connection is closed when it returns. */
  @FunctionalInterface
  interface Script {
    void play(Peer peer) throws IOException;
  }

  private ScriptedServer(Script script) throws IOException {
    this.script = script;
    this.listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static ScriptedServer playing(Script script) throws IOException {
    return new ScriptedServer(script);
  }

  /** A server that answers lines: the first reply is the greeting. */
  static ScriptedServer replies(String... replies) throws IOException {
    return playing(
        peer -> {
          peer.send(replies[0]);
          for (int i = 1; i < replies.length && peer.line() != null; i++) {
            peer.send(replies[i]);
          }
          peer.line();
        });
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      script.play(new Peer(socket, socket));
    } catch (IOException e) {
      open.remove(socket); // the probe hung up: tests look at what it found
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Lines that came in, of all connections. */
  List<String> heard() {
    return heard;
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  /** One connection as the script sees it. */
  final class Peer {
    private final Socket plain;
    private final InputStream in;
    private final OutputStream out;
    private final Socket socket;

    private Peer(Socket plain, Socket socket) throws IOException {
      this.plain = plain;
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** Sends a text; lines end with CR LF where the text has LF, and a last line end is added. */
    void send(String text) throws IOException {
      raw(text.replace("\n", "\r\n") + "\r\n");
    }

    void raw(String text) throws IOException {
      raw(text.getBytes(StandardCharsets.UTF_8));
    }

    void raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Reads a line, or null at the end. */
    @org.jspecify.annotations.Nullable
    String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next = in.read();
      while (next >= 0 && next != '\n') {
        line.write(next);
        next = in.read();
      }
      if (next < 0) {
        return null;
      }
      String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
      heard.add(text);
      return text;
    }

    /** Reads lines up to an empty one. */
    void request() throws IOException {
      String line = line();
      while (line != null && !line.isEmpty()) {
        line = line();
      }
    }

    /** Does nothing until the probe hangs up. */
    void silence() throws IOException {
      while (in.read() >= 0) {
        // whatever it says
      }
    }

    /** Sends a byte every 5 ms until the probe hangs up. */
    void trickle(String text) throws IOException {
      for (int i = 0; ; i++) {
        raw(String.valueOf(text.charAt(i % text.length())));
        LockSupport.parkNanos(5_000_000L);
      }
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
      plain.setSoLinger(true, 0);
      plain.close();
    }

    /** Switches to TLS as a server. */
    Peer secure(SSLContext context) throws IOException {
      SSLSocket secure =
          (SSLSocket) context.getSocketFactory().createSocket(socket, null, plain.getPort(), true);
      secure.setUseClientMode(false);
      secure.startHandshake();
      return new Peer(plain, secure);
    }
  }
}
