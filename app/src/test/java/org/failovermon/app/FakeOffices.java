package org.failovermon.app;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Live;
import org.failovermon.app.control.Offices;
import org.failovermon.app.control.Query;
import org.failovermon.app.control.Questions;
import org.failovermon.app.home.Home;
import org.failovermon.engine.decide.Inventory;
import org.failovermon.engine.decide.SnapshotKnown;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Offices whose installation is in memory, with or without a daemon. */
public final class FakeOffices implements Offices {
  /** The moment at which everything happens. */
  public static final Instant NOW = Instant.parse("2026-11-22T03:12:09Z");

  /** The installation. */
  public final MemoryInstallation installation = new MemoryInstallation();

  /** What was asked of the daemon. */
  public final List<DaemonCommand> commands = new ArrayList<>();

  /** Whether a daemon runs. */
  public boolean running = true;

  /** Whether the caller may change anything. */
  public boolean mayChange = true;

  /** What a daemon answers to a command of its own. */
  public Reply answer = new Reply(0, List.of("done"), List.of(), List.of());

  @Override
  public Desk forLooking(Home home) {
    return new MemoryDesk();
  }

  @Override
  public Desk forChanging(Home home) {
    if (!mayChange) {
      throw Refusal.noRights("refused for lack of rights: alice (uid 1000) may look");
    }
    return new MemoryDesk();
  }

  @Override
  public @Nullable Desk ofDaemon(Home home) {
    return running ? new MemoryDesk() : null;
  }

  @Override
  public List<String> startDaemon(Home home, @Nullable String homeFlag) {
    running = true;
    return List.of("started failoverd, process 1");
  }

  @Override
  public List<String> stopDaemon(Home home) {
    boolean was = running;
    running = false;
    return was ? List.of("stopped failoverd, process 1") : List.of();
  }

  private final class MemoryDesk implements Desk {
    @Override
    public Reply operate(OperatorCommand command) {
      Inventory.Change change =
          Inventory.apply(
              new SnapshotKnown(installation.snapshot()), command, "root (uid 0)", NOW, running);
      installation.apply(change.writes());
      return change.reply();
    }

    @Override
    public Reply command(DaemonCommand command) {
      commands.add(command);
      return answer;
    }

    @Override
    public JsonNode ask(Query query) {
      Live live = running ? new FakeLive(installation) : null;
      return new Questions("/home", 6940, installation, live, Clock.fixed(NOW, ZoneOffset.UTC))
          .answer(query);
    }

    @Override
    public boolean daemon() {
      return running;
    }

    @Override
    public void close() {
      // memory needs no closing
    }
  }
}
