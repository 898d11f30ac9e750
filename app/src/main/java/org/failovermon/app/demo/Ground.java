package org.failovermon.app.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Properties;
import java.util.random.RandomGenerator;

/**
 * Where one demo takes place: a folder of its own, and loopback addresses and ports that nobody
 * else uses, so that demos do not disturb one another.
 *
 * @param folder holds everything; its name is unique, so that a process of this demo is known by it
 * @param net the first three numbers of its addresses, as in {@code 127.83.41}
 * @param port UDP port of heartbeats
 * @param webPort TCP port of the service
 */
record Ground(Path folder, String net, int port, int webPort) {
  /** The host in the primary role. */
  static final String ALPHA = "alpha";

  /** The host in the backup role. */
  static final String BETA = "beta";

  /** How many paths lead from beta to alpha. */
  static final int PATHS = 2;

  /** How the folders of all demos begin. */
  static final String PREFIX = "failovermon-demo-";

  /** Longer folders leave no room for the name of a socket, which Linux bounds to 107 bytes. */
  private static final int MAX_FOLDER = 70;

  private static final int TRIES = 50;
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  /** The folder that the folders of demos lie in. */
  static Path nursery() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
    boolean fits = temporary.toString().length() + 1 + PREFIX.length() + 4 <= MAX_FOLDER;
    return fits ? temporary.normalize() : Path.of("/tmp");
  }

  /**
   * Claims a new ground: makes its folder and finds free addresses.
   *
   * @throws DemoFailedException when there is no place for it
   */
  static Ground claim() {
    RandomGenerator random = new SecureRandom();
    for (int i = 0; i < TRIES; i++) {
      String net = "127." + random.nextInt(16, 255) + "." + random.nextInt(1, 255);
      Ground ground =
          new Ground(
              nursery().resolve(PREFIX + word(random)),
              net,
              random.nextInt(20_000, 30_000),
              random.nextInt(20_000, 30_000));
      if (ground.free() && ground.made()) {
        return ground;
      }
    }
    throw new DemoFailedException(
        "no free loopback addresses were found in "
            + TRIES
            + " tries; the demo needs Linux, where all of 127.0.0.0/8 is this machine");
  }

  private static String word(RandomGenerator random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }

  private boolean free() {
    for (InetSocketAddress each :
        new InetSocketAddress[] {
          daemon(ALPHA), daemon(BETA), path(1), path(2),
        }) {
      try {
        new DatagramSocket(each).close();
      } catch (IOException e) {
        return false; // somebody has it: another ground is tried
      }
    }
    try {
      new ServerSocket(webPort, 1, service().getAddress()).close();
      return true;
    } catch (IOException e) {
      return false; // the same
    }
  }

  private boolean made() {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Properties facts = new Properties();
      facts.setProperty("net", net);
      facts.setProperty("port", Integer.toString(port));
      facts.setProperty("web-port", Integer.toString(webPort));
      try (Writer out = Files.newBufferedWriter(folder.resolve("demo.properties"))) {
        facts.store(out, null);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false; // another demo has that name: another ground is tried
    } catch (IOException e) {
      throw new DemoFailedException("the folder " + folder + " cannot be made: " + e, e);
    }
  }

  /**
   * The ground of a demo that runs.
   *
   * @throws DemoFailedException when the folder is none of a demo
   */
  static Ground of(Path folder) {
    Properties facts = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve("demo.properties"))) {
      facts.load(in);
      return new Ground(
          folder.toAbsolutePath().normalize(),
          facts.getProperty("net", ""),
          Integer.parseInt(facts.getProperty("port", "")),
          Integer.parseInt(facts.getProperty("web-port", "")));
    } catch (IOException | NumberFormatException e) {
      throw new DemoFailedException("no demo runs in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The home of a host. */
  Path home(String host) {
    return folder.resolve(host);
  }

  /** Where the failoverd of a host listens. */
  InetSocketAddress daemon(String host) {
    return new InetSocketAddress(literal(host.equals(ALPHA) ? 1 : 2), port);
  }

  /**
   * Where a path to alpha begins, as seen from beta.
   *
   * @param number 1 or 2
   */
  InetSocketAddress path(int number) {
    return new InetSocketAddress(literal(10 + number), port);
  }

  /** The service address and port. */
  InetSocketAddress service() {
    return new InetSocketAddress(literal(100), webPort);
  }

  /** The service as an URL. */
  String url() {
    return "http://" + net + ".100:" + webPort + "/";
  }

  /** The socket on which the wires take orders. */
  Path wires() {
    return folder.resolve("wires.sock");
  }

  private InetAddress literal(int last) {
    return InetAddress.ofLiteral(net + "." + last);
  }
}
