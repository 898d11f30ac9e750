package org.failovermon.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A process of its own: the two paths between the hosts of a demo, and the one who cleans up. It
 * ends everything of the demo and removes its folder when it is told to, when it is ended, or when
 * whoever started it is gone (its standard input ends) and had not said {@code keep}.
 *
 * <p>It takes orders on a Unix domain socket, one line each: {@code cut N}, {@code heal N}, {@code
 * state}, {@code keep}, {@code stop}.
 */
public final class Wires {
  private static final String STOPPING = "stopping";

  private final Ground ground;
  private final List<Relay> paths = new ArrayList<>();
  private volatile boolean kept;

  private Wires(Ground ground) {
    this.ground = ground;
  }

  /**
   * Runs until it is stopped.
   *
   * @param arguments the folder of the demo
   * @throws IOException when a path cannot be laid
   */
  public static void main(String[] arguments) throws IOException {
    Wires wires = new Wires(Ground.of(Path.of(arguments[0])));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(wires::cleanUp));
    wires.serve();
  }

  private void cleanUp() {
    if (!Sweep.end(ground.folder())) {
      System.err.println("processes of " + ground.folder() + " do not end");
    }
    Sweep.remove(ground.folder()).ifPresent(System.err::println);
  }

  private void serve() throws IOException {
    for (int number = 1; number <= Ground.PATHS; number++) {
      Relay relay = new Relay(ground.path(number), ground.daemon(Ground.ALPHA));
      paths.add(relay);
      Thread.ofPlatform().daemon().name("path " + number).start(() -> carry(relay));
    }
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(ground.wires()));
      Thread.ofPlatform().daemon().name("lifeline").start(this::holdOn);
      System.out.println("ready");
      while (true) {
        try (SocketChannel client = server.accept()) {
          answer(client);
        } catch (IOException e) {
          System.err.println("an order was not understood: " + e);
        }
      }
    }
  }

  private static void carry(Relay relay) {
    try {
      relay.run();
    } catch (IOException e) {
      System.err.println("a path is broken: " + e);
      System.exit(1);
    }
  }

  private void holdOn() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream()); // nothing is said this way
    } catch (IOException e) {
      System.err.println("the lifeline is broken: " + e);
    }
    if (!kept) {
      System.exit(0);
    }
  }

  private void answer(SocketChannel client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
    String line = in.readLine();
    String reply = line == null ? "error nothing was said" : carryOut(line.strip());
    client.write(ByteBuffer.wrap((reply + "\n").getBytes(StandardCharsets.UTF_8)));
    if (reply.equals(STOPPING)) {
      System.exit(0); // the client sees the end of its connection when all is cleaned up
    }
  }

  private String carryOut(String line) {
    String[] words = line.toLowerCase(Locale.ROOT).split(" ", -1);
    return switch (words[0]) {
      case "state" -> "ok " + String.join(" ", paths.stream().map(Relay::state).toList());
      case "keep" -> {
        kept = true;
        yield "ok";
      }
      case "stop" -> STOPPING;
      case "cut", "heal" -> {
        if (words.length == 2 && words[1].matches("[1-" + Ground.PATHS + "]")) {
          paths.get(Integer.parseInt(words[1]) - 1).cut(words[0].equals("cut"));
          yield "ok";
        }
        yield "error there are the paths 1 and 2, not '" + line + "'";
      }
      default -> "error unknown order '" + line + "'";
    };
  }

  /**
   * Gives an order to the wires of a demo and waits for the answer; after {@code stop} until
   * everything is cleaned up.
   *
   * @throws DemoFailedException when there are no wires, or they refuse
   */
  static String order(Ground ground, String order) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(ground.wires()))) {
      channel.write(ByteBuffer.wrap((order + "\n").getBytes(StandardCharsets.UTF_8)));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
      String reply = in.readLine();
      in.transferTo(Writer.nullWriter()); // until the end of the connection
      if (reply == null || reply.startsWith("error")) {
        throw new DemoFailedException(
            "the demo in " + ground.folder() + " refused '" + order + "': " + reply);
      }
      return reply;
    } catch (IOException | UncheckedIOException e) {
      throw new DemoFailedException(
          "the demo in "
              + ground.folder()
              + " does not answer: "
              + e.getMessage()
              + "; is it still running?",
          e);
    }
  }
}
