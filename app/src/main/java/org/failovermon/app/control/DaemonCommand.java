package org.failovermon.app.control;

import java.time.Duration;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.InvalidValueException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What only a running daemon can do; the counterpart of {@code OperatorCommand}. */
public sealed interface DaemonCommand {
  /** The words that {@link #read} knows. */
  List<String> WORDS =
      List.of(
          "announce",
          "announce-back",
          "notify-test",
          "path-check",
          "policy-apply",
          "policy-rollback",
          "stop",
          "reset-figures");

  /** Tells the observers that this host will be absent on purpose. */
  record Announce(Duration absence) implements DaemonCommand {}

  /** Takes the announcement back. */
  record AnnounceBack() implements DaemonCommand {}

  /**
   * Sends one heartbeat down one path and says what came back.
   *
   * @param port the port, or 0 for the default
   */
  record CheckPath(HostName host, String address, int port) implements DaemonCommand {}

  /**
   * Brings the policies on disk into force.
   *
   * @param comment why, for the record; may be empty
   */
  record ApplyPolicies(String comment) implements DaemonCommand {}

  /**
   * Writes the files of an older version of the policies back and brings them into force.
   *
   * @param version its number
   */
  record RollbackPolicies(long version) implements DaemonCommand {}

  /** Sends a test notice every way that the configuration names. */
  record TestNotice() implements DaemonCommand {}

  /** Ends the daemon cleanly. */
  record Stop() implements DaemonCommand {}

  /**
   * Begins the figures of how well the engine keeps time anew, so that a warm-up is not in them.
   */
  record ResetFigures() implements DaemonCommand {}

  /** Writes a command as a JSON object. */
  static ObjectNode write(DaemonCommand command) {
    return switch (command) {
      case Announce(var absence) ->
          Json.object().put("command", "announce").put("absence_s", Json.seconds(absence));
      case AnnounceBack() -> Json.object().put("command", "announce-back");
      case CheckPath(var host, var address, var port) ->
          Json.object()
              .put("command", "path-check")
              .put("host", host.value())
              .put("address", address)
              .put("port", port);
      case ApplyPolicies(var comment) ->
          Json.object().put("command", "policy-apply").put("comment", comment);
      case RollbackPolicies(var version) ->
          Json.object().put("command", "policy-rollback").put("version", version);
      case TestNotice() -> Json.object().put("command", "notify-test");
      case Stop() -> Json.object().put("command", "stop");
      case ResetFigures() -> Json.object().put("command", "reset-figures");
    };
  }

  /**
   * Reads a command.
   *
   * @throws InvalidValueException when it is none
   */
  static DaemonCommand read(JsonNode json) {
    String command = Json.text(json, "command");
    return switch (command) {
      case "announce" -> new Announce(Json.duration(Json.member(json, "absence_s"), "absence_s"));
      case "announce-back" -> new AnnounceBack();
      case "path-check" ->
          new CheckPath(
              new HostName(Json.text(json, "host")),
              Json.text(json, "address"),
              Json.small(json, "port"));
      case "policy-apply" -> new ApplyPolicies(Json.text(json, "comment"));
      case "policy-rollback" -> new RollbackPolicies(Json.integer(json, "version"));
      case "notify-test" -> new TestNotice();
      case "stop" -> new Stop();
      case "reset-figures" -> new ResetFigures();
      default ->
          throw new InvalidValueException(
              "unknown command '" + command + "': the commands are " + String.join(", ", WORDS));
    };
  }
}
