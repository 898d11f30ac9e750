package org.failovermon.app.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Speaks to the daemon through its socket: one connection for each request, HTTP/1.1 of the
 * simplest kind. A client library would take longer to load than the whole command may last.
 */
public final class ControlClient implements Desk {
  /** How long a look may take: whoever looks wants to see something. */
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(3);

  /** A change that the daemon could not begin so soon is not carried out any more. */
  private static final Duration BEGIN_WITHIN = Duration.ofSeconds(5);

  private static final int MAX_ANSWER_BYTES = 256 << 20;

  private final Path socket;
  private final Duration patience;

  private ControlClient(Path socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /**
   * A client of the daemon behind this socket, or null when nobody listens there.
   *
   * @param patience how long one request may take
   */
  public static @Nullable ControlClient to(Path socket, Duration patience) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Thread watch = Thread.ofVirtual().start(() -> closeAfter(probe, LOOK_PATIENCE));
      try {
        probe.connect(UnixDomainSocketAddress.of(socket));
      } finally {
        watch.interrupt();
      }
      return new ControlClient(socket, patience);
    } catch (java.nio.channels.ClosedChannelException e) {
      return new ControlClient(socket, patience); // somebody has the socket and takes nobody in
    } catch (IOException e) {
      return null; // no file, or nobody listens: there is no daemon
    }
  }

  @Override
  public Reply operate(OperatorCommand command) {
    return change("/v1/operate", CommandJson.write(command));
  }

  @Override
  public Reply command(DaemonCommand command) {
    return change("/v1/daemon", DaemonCommand.write(command));
  }

  private Reply change(String path, JsonNode command) {
    mustAnswer();
    return reply(request("POST", Wish.address(path, command), Json.bytes(command)));
  }

  /** Asks for something that costs the daemon nothing, so that nothing is begun with a dead one. */
  private void mustAnswer() {
    look(new Query.Daemon());
  }

  private JsonNode look(Query query) {
    return request("GET", QueryUri.write(query), new byte[0], LOOK_PATIENCE);
  }

  @Override
  public JsonNode ask(Query query) {
    JsonNode document =
        switch (query) {
          case Query.Status _,
              Query.Monitors _,
              Query.Show _,
              Query.Paths _,
              Query.Jobs _,
              Query.Windows _,
              Query.Checks _,
              Query.Rules _,
              Query.Daemon _ ->
              look(query);
          case Query.Log _,
              Query.Runs _,
              Query.Outages _,
              Query.History _,
              Query.PolicyHistory _,
              Query.PolicyFiles _ -> {
            mustAnswer();
            yield request("GET", QueryUri.write(query), new byte[0], patience);
          }
        };
    if (document.path("exit").asInt(0) != 0) {
      Reply refused = reply(document);
      throw Refusal.notDone(refused.errors());
    }
    return document;
  }

  @Override
  public boolean daemon() {
    return true;
  }

  @Override
  public void close() {
    // every request closes its own connection
  }

  private static Reply reply(JsonNode document) {
    return new Reply(
        document.path("exit").asInt(Refusal.NOT_DONE),
        texts(document.path("messages")),
        texts(document.path("warnings")),
        texts(document.path("errors")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  private JsonNode request(String method, String uri, byte[] body) {
    return request(method, uri, body, patience);
  }

  private JsonNode request(String method, String uri, byte[] body, Duration longest) {
    java.util.OptionalDouble uptime = Uptime.seconds();
    String until =
        method.equals("POST") && uptime.isPresent()
            ? Uptime.HEADER + ": " + (uptime.getAsDouble() + BEGIN_WITHIN.toSeconds()) + "\r\n"
            : "";
    String head =
        method
            + " "
            + uri
            + " HTTP/1.1\r\nHost: failovermon\r\nConnection: close\r\n"
            + until
            + "Content-Type:"
            + " application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteBuffer message = ByteBuffer.allocate(head.length() + body.length);
    message.put(head.getBytes(StandardCharsets.ISO_8859_1)).put(body).flip();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Thread watch = Thread.ofVirtual().start(() -> closeAfter(channel, longest));
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        while (message.hasRemaining()) {
          channel.write(message);
        }
        byte[] answer = read(channel);
        JsonNode document = Json.parse(Http.body(answer));
        if (Http.status(answer) == Http.SILENT) {
          throw new NoAnswerException(document.path("errors").path(0).asString(""));
        }
        return document;
      } finally {
        watch.interrupt();
      }
    } catch (java.nio.channels.ClosedChannelException e) {
      if (method.equals("GET")) {
        throw new NoAnswerException("does not answer within " + longest.toSeconds() + " s");
      }
      throw Refusal.because(
          e,
          "the daemon did not answer within "
              + longest.toSeconds()
              + " s; whether the command was carried out, failovermon log says");
    } catch (IOException e) {
      throw Refusal.because(
          e,
          "the connection to the daemon broke off ("
              + e.getMessage()
              + "); whether the command was done, failovermon log says");
    }
  }

  private static void closeAfter(SocketChannel channel, Duration longest) {
    try {
      Thread.sleep(longest);
      channel.close();
    } catch (InterruptedException e) {
      return; // answered in time
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] read(SocketChannel channel) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    while (channel.read(buffer) >= 0) {
      answer.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      if (answer.size() > MAX_ANSWER_BYTES) {
        throw new IOException("its answer is larger than " + MAX_ANSWER_BYTES + " bytes");
      }
    }
    return answer.toByteArray();
  }
}
