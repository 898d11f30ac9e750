package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server from Debian's packages in the foreground, on loopback, with a folder of its own. */
final class RealServer implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/lib/nagios/plugins"));

  private final Process process;
  private final Path log;

  private RealServer(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Where a program is; skips the test when it is not installed. */
  static String program(String name, String debianPackage) {
    for (Path place : PLACES) {
      if (Files.isExecutable(place.resolve(name))) {
        return place.resolve(name).toString();
      }
    }
    assumeTrue(false, "needs " + name + ": apt-get install " + debianPackage);
    return "";
  }

  /** Skips the test where we are not root. */
  static void needsRoot(String why) {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root: " + why);
  }

  /** A folder that a server which gives up its rights can still enter. */
  static Path folder() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "failovermon-servers-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  /** Makes a folder that everybody may write. */
  static Path openFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return folder;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts a server and waits until each port accepts. */
  static RealServer start(Path folder, List<String> command, int... ports) throws IOException {
    Path log = folder.resolve("output.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new java.io.File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    RealServer server = new RealServer(process, log);
    long begun = System.nanoTime();
    for (int port : ports) {
      while (!accepts(port)) {
        if (!process.isAlive() || System.nanoTime() - begun > BOUND.toNanos()) {
          String said = server.said();
          server.close();
          fail(command + " does not listen on port " + port + ": " + said);
        }
        LockSupport.parkNanos(5_000_000L);
      }
    }
    return server;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** What it printed. */
  String said() throws IOException {
    return Files.readString(log);
  }

  /** Ends it and what it started. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
