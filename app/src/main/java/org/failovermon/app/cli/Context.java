package org.failovermon.app.cli;

import java.util.List;
import java.util.function.Function;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Json;
import org.failovermon.app.control.Offices;
import org.failovermon.app.control.Query;
import org.failovermon.app.home.Home;
import org.failovermon.app.rights.Accounts;
import org.failovermon.app.show.Lists;
import org.failovermon.app.show.Printable;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the commands of one invocation share. Not thread-safe. */
final class Context {
  private static final String PREFIX = "failovermon: ";

  private final Terminal terminal;
  private final Offices offices;
  private @Nullable String homeFlag;

  Context(Terminal terminal, Offices offices) {
    this.terminal = terminal;
    this.offices = offices;
  }

  void home(@Nullable String flag) {
    this.homeFlag = flag;
  }

  Home home() {
    return Home.resolve(homeFlag, terminal.environment(), Accounts.ownUid() == 0);
  }

  Terminal terminal() {
    return terminal;
  }

  Offices offices() {
    return offices;
  }

  Lists lists() {
    return new Lists(terminal.zone(), terminal.ink());
  }

  void say(String line) {
    terminal.out().println(line);
  }

  void say(List<String> lines) {
    lines.forEach(this::say);
  }

  void warn(String line) {
    terminal.out().flush();
    terminal.err().println(PREFIX + "warning: " + Printable.text(line));
  }

  void error(String line) {
    terminal.out().flush();
    terminal.err().println(PREFIX + Printable.text(line));
  }

  /** Asks, and prints the document as it is or as text. */
  int show(Query query, boolean json, Function<JsonNode, List<String>> text) {
    JsonNode document;
    try (Desk desk = offices.forLooking(home())) {
      document = desk.ask(query);
      if (!(query instanceof Query.Status)) { // whose screen has them
        desk.remarks().forEach(this::warn);
      }
    }
    if (json) {
      print(document);
    } else {
      say(text.apply(Printable.document(document)));
    }
    return Refusal.DONE;
  }

  JsonNode ask(Query query) {
    try (Desk desk = offices.forLooking(home())) {
      return desk.ask(query);
    }
  }

  void print(JsonNode document) {
    Json.print(document, terminal.out());
    terminal.out().println();
  }

  /** Has something changed, and prints the reply. */
  int operate(OperatorCommand command) {
    try (Desk desk = offices.forChanging(home())) {
      Reply reply = desk.operate(command);
      desk.remarks().forEach(this::say);
      return tell(reply);
    }
  }

  /** Has something changed by the daemon, which is started first if there is none. */
  int operateRunning(OperatorCommand command) {
    ensureDaemon();
    return operate(command);
  }

  /** Starts the daemon if none runs; returns whether that was necessary. */
  boolean ensureDaemon() {
    try (Desk desk = offices.ofDaemon(home())) {
      if (desk != null) {
        return false;
      }
    }
    say(offices.startDaemon(home(), homeFlag));
    return true;
  }

  /** Has the daemon do something. */
  int command(DaemonCommand command) {
    try (Desk desk = offices.ofDaemon(home())) {
      if (desk == null) {
        throw noDaemon();
      }
      return tell(desk.command(command));
    }
  }

  /** Has something changed by the daemon, or by ourselves where there is none. */
  int change(DaemonCommand command, boolean json) {
    try (Desk desk = offices.forChanging(home())) {
      Reply reply = desk.command(command);
      if (!json) {
        return tell(reply);
      }
      print(Json.reply(reply));
      return reply.exit();
    }
  }

  Refusal noDaemon() {
    return Refusal.notDone(
        "failoverd does not run for the home " + home() + "; start it: failovermon daemon start");
  }

  int tell(Reply reply) {
    reply.messages().forEach(message -> say(Printable.text(message)));
    reply.warnings().forEach(this::warn);
    reply.errors().forEach(this::error);
    return reply.exit();
  }

  @Nullable String homeFlag() {
    return homeFlag;
  }
}
