package org.failovermon.app.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Errors;
import org.failovermon.app.rights.Rights;

/**
 * The daemon's control interface on a Unix domain socket. Everybody may connect (mode 0666); the
 * peer credentials that the kernel vouches for decide what a caller may do. At most {@value
 * #THREADS} requests are worked on at a time.
 */
public final class ControlServer implements AutoCloseable {
  private static final int THREADS = 12;
  private static final int MAX_HEADER_BYTES = 256 * 1024;
  private static final long IDLE_MILLIS = 30_000;

  private final Server server;
  private final Path socket;

  private ControlServer(Server server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * Opens the socket and begins to answer. The caller holds the lock of the home, so a socket file
   * that is found there is a leftover and is replaced.
   *
   * @throws Refusal when the socket cannot be opened
   */
  public static ControlServer open(
      Path socket, Questions questions, Operations operations, Rights rights) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("control");
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(socket);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new ControlHandler(questions, operations, rights));
    server.setStopTimeout(2_000);
    try {
      Files.deleteIfExists(socket);
      server.start();
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      return new ControlServer(server, socket);
    } catch (IOException e) {
      throw Refusal.because(
          e, "cannot open the control socket " + socket + ": " + Errors.reason(e));
    } catch (Exception e) { // Jetty's start declares no less
      throw Refusal.because(e, "cannot open the control socket " + socket + ": " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
      Files.deleteIfExists(socket);
    } catch (Exception e) { // Jetty's stop declares no less
      throw Refusal.because(e, "cannot close the control socket " + socket + ": " + e.getMessage());
    }
  }
}
