package org.failovermon.engine.action;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server on loopback that offers STARTTLS (RFC 3207) and takes no mail before it. One
 * connection at a time.
 */
final class TlsSmtpServer implements AutoCloseable {
  static final String PASSWORD = "changeit";

  /** What the client said, in order; what came encrypted begins with {@code "tls "}. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  private final ServerSocket listening;
  private final SSLContext context;
  private final Thread thread;

  TlsSmtpServer(Path keyStore) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    thread = Thread.ofPlatform().daemon().name("smtp").start(this::serve);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try (Socket plain = listening.accept()) {
        say(plain, "220 mail.example.org");
        if (talk(plain, "")) {
          SSLSocket tls =
              (SSLSocket)
                  context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
          tls.setUseClientMode(false);
          talk(tls, "tls ");
        }
      } catch (SocketException closed) {
        // by the test, or by a client that does not like our certificate
      } catch (IOException e) {
        heard.add("broken: " + e.getMessage());
      }
    }
  }

  /** Talks until the client quits, or asks for encryption: then returns true. */
  private boolean talk(Socket socket, String mark) throws IOException {
    // Not closed: that would close the connection under the encrypted one.
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    boolean encrypted = !mark.isEmpty();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(mark + line);
      switch (line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
        case "EHLO" -> {
          if (!encrypted) {
            say(socket, "250-mail.example.org");
          }
          say(socket, encrypted ? "250 8BITMIME" : "250 STARTTLS");
        }
        case "STARTTLS" -> {
          say(socket, "220 go ahead");
          return true;
        }
        case "QUIT" -> {
          say(socket, "221 bye");
          return false;
        }
        case "DATA" -> {
          say(socket, "354 end with a dot");
          for (String text = in.readLine();
              text != null && !text.equals(".");
              text = in.readLine()) {
            heard.add(mark + text);
          }
          say(socket, "250 taken");
        }
        default -> say(socket, encrypted ? "250 so be it" : "530 STARTTLS first");
      }
    }
    return false;
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() {
    try {
      listening.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
