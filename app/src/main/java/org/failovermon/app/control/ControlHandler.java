package org.failovermon.app.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.failovermon.app.Refusal;
import org.failovermon.app.rights.Account;
import org.failovermon.app.rights.Accounts;
import org.failovermon.app.rights.Rights;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.port.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns requests into queries and commands. {@code GET} asks, and everybody may; {@code POST
 * /v1/operate} and {@code POST /v1/daemon} change, and the peer's credentials decide. What is
 * refused is answered with the same document as a command's reply.
 */
final class ControlHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ControlHandler.class);
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Questions questions;
  private final Operations operations;
  private final Rights rights;

  ControlHandler(Questions questions, Operations operations, Rights rights) {
    this.questions = questions;
    this.operations = operations;
    this.rights = rights;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ObjectNode document;
    try {
      document = answer(request);
      response.setStatus(status(document));
    } catch (Refusal e) {
      document = Documents.reply(refused(e.exit(), e.sentences()));
      response.setStatus(e.exit() == Refusal.NO_RIGHTS ? 403 : 409);
    } catch (NoAnswerException e) {
      document = Documents.reply(Reply.refused(String.valueOf(e.getMessage())));
      response.setStatus(Http.SILENT);
    } catch (InvalidValueException e) {
      document = Documents.reply(Reply.refused(message(e)));
      response.setStatus(400);
    } catch (RuntimeException e) {
      LOG.error("a request of the control socket failed: {}", request.getHttpURI(), e);
      document =
          Documents.reply(
              Reply.refused(
                  "the daemon could not answer because of an error of its own ("
                      + e.getClass().getSimpleName()
                      + "); its log says more"));
      response.setStatus(500);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(Json.bytes(document)), callback);
    return true;
  }

  private static int status(ObjectNode document) {
    return document.path("exit").asInt(0) == 0 ? 200 : 409;
  }

  private ObjectNode answer(Request request) {
    String path = Request.getPathInContext(request);
    return switch (request.getMethod()) {
      case "GET" -> {
        String query = request.getHttpURI().getQuery();
        yield QueryUri.read(path, query == null ? "" : query)
            .map(questions::answer)
            .orElseThrow(() -> new InvalidValueException("there is nothing under " + path));
      }
      case "POST" -> change(request, path);
      default ->
          throw new InvalidValueException(
              "the control socket takes GET and POST, not " + request.getMethod());
    };
  }

  /** Judges first and reads then: who may not change anything is not listened to. */
  private ObjectNode change(Request request, String path) {
    boolean operates = path.equals("/v1/operate");
    if (!operates && !path.equals("/v1/daemon")) {
      throw new InvalidValueException("there is nothing under " + path);
    }
    refuseWhenLate(request);
    Account account = peer(request);
    Optional<String> refusal = rights.refusal(account);
    if (refusal.isPresent()) {
      String query = request.getHttpURI().getQuery();
      operations.refused(account.who(), Wish.of(query == null ? "" : query));
      throw Refusal.noRights(refusal.get());
    }
    JsonNode body = Json.parse(body(request));
    return Documents.reply(
        operates
            ? operations.operate(account.who(), CommandJson.read(body))
            : operations.command(account.who(), DaemonCommand.read(body)));
  }

  /** A request that waited, because we were stopped or starved, is nobody's wish any more. */
  private static void refuseWhenLate(Request request) {
    String until = request.getHeaders().get(Uptime.HEADER);
    java.util.OptionalDouble now = Uptime.seconds();
    if (until != null && now.isPresent() && now.getAsDouble() > seconds(until)) {
      LOG.warn("a request came too late and was not carried out: whoever asked has given up");
      throw Refusal.notDone(
          "the daemon got to the request too late, and nothing was changed; try again");
    }
  }

  private static double seconds(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException(Uptime.HEADER + " must be seconds");
    }
  }

  private static Account peer(Request request) {
    Object transport = request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
    if (transport instanceof SocketChannel channel) {
      try {
        return Accounts.named(
            channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
      } catch (IOException e) {
        throw new UncheckedIOException("the kernel does not say who asks", e);
      }
    }
    throw new IllegalStateException("not a Unix domain socket: " + transport);
  }

  private static byte[] body(Request request) {
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
      if (body.length > MAX_BODY_BYTES) {
        throw new InvalidValueException("the request is larger than " + MAX_BODY_BYTES + " bytes");
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException("the request broke off", e);
    }
  }

  private static Reply refused(int exit, java.util.List<String> sentences) {
    return new Reply(exit, java.util.List.of(), java.util.List.of(), sentences);
  }

  private static String message(InvalidValueException e) {
    return e.getMessage() == null ? "invalid value" : e.getMessage();
  }
}
