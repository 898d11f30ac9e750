package org.failovermon.app.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A service on loopback that is well: it greets, and answers each line. Dead, it refuses. */
final class Listener implements AutoCloseable {
  private volatile ServerSocket socket;
  private final String greeting;
  private final UnaryOperator<String> answers;

  private Listener(String greeting, UnaryOperator<String> answers) throws IOException {
    this.greeting = greeting;
    this.answers = answers;
    socket = listen(0);
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket bound = new ServerSocket();
    bound.setReuseAddress(true);
    bound.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    Thread.ofVirtual().start(() -> accept(bound));
    return bound;
  }

  /** Takes connections and says nothing. */
  static Listener silent() throws IOException {
    return new Listener("", line -> "");
  }

  static Listener smtp() throws IOException {
    return new Listener(
        "220 mail1\r\n", line -> line.startsWith("QUIT") ? "221 bye\r\n" : "250 ok\r\n");
  }

  static Listener pop3() throws IOException {
    return new Listener("+OK mail1\r\n", line -> "+OK\r\n.\r\n".substring(0, ends(line)));
  }

  private static int ends(String line) {
    return line.toUpperCase(Locale.ROOT).startsWith("CAPA") ? 8 : 5; // a list ends with a dot
  }

  static Listener imap() throws IOException {
    return new Listener(
        "* OK mail1\r\n",
        line -> {
          String tag = line.substring(0, line.indexOf(' '));
          String untagged = line.contains("CAPABILITY") ? "* CAPABILITY IMAP4rev1\r\n" : "";
          return untagged + tag + " OK\r\n";
        });
  }

  /** It is mended: connections are taken again, on the same port. */
  void live() throws IOException {
    socket = listen(port());
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept(ServerSocket bound) {
    while (!bound.isClosed()) {
      try {
        Socket connection = bound.accept();
        Thread.ofVirtual().start(() -> talk(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void talk(Socket connection) {
    try (connection;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      send(connection, greeting);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        send(connection, answers.apply(line));
      }
    } catch (IOException e) {
      return; // the check hung up: it says itself what it found
    }
  }

  private static void send(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    connection.getOutputStream().flush();
  }

  /** The service dies: connections are refused from now on. */
  void die() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    die();
  }
}
