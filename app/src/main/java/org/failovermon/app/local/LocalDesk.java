package org.failovermon.app.local;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Acceptance;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.Query;
import org.failovermon.app.control.Questions;
import org.failovermon.app.control.Records;
import org.failovermon.app.control.Remarks;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;
import org.failovermon.app.settings.Settings;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.engine.decide.BootRule;
import org.failovermon.engine.decide.Inventory;
import org.failovermon.engine.decide.SnapshotKnown;
import org.failovermon.engine.linux.BootId;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The desk without a daemon: looks at what is recorded, and changes it by itself while it holds the
 * lock of the home. Not thread-safe.
 */
final class LocalDesk implements Desk {
  private static final int COMMIT_SECONDS = 20;

  private final Home home;
  private final Settings settings;
  private final @Nullable HomeLock lock;
  private final String who;
  private final Remarks remarks;

  /**
   * A desk for one command.
   *
   * @param lock the lock of the home, or null for a desk that only looks; closed with this
   * @param who who asks, for the record
   * @param remarks what the operator must know besides the answers
   */
  LocalDesk(Home home, Settings settings, @Nullable HomeLock lock, String who, Remarks remarks) {
    this.remarks = remarks;
    this.home = home;
    this.settings = settings;
    this.lock = lock;
    this.who = who;
  }

  @Override
  public Reply operate(OperatorCommand command) {
    if (lock == null) {
      throw new IllegalStateException("a desk that only looks cannot change anything");
    }
    Optional<String> objection = new Acceptance(new ScriptFiles(home)).objection(command);
    if (objection.isPresent()) {
      return Reply.refused(objection.get());
    }
    if (home.exists()) {
      try (Records records = DatabaseRecords.open(home.database())) {
        Optional<String> none = records.noSuchRun(command);
        if (none.isPresent()) {
          return Reply.refused(none.get());
        }
      }
    }
    Confirmation confirmation = new Confirmation();
    Inventory.Change change;
    List<String> made;
    try (SqliteStore store = SqliteStore.open(options())) {
      home.openToReaders();
      Instant now = Instant.now();
      // What the operator does now holds for this boot, so what the boot means comes first.
      BootRule.Outcome booted = BootRule.apply(store.load(), bootId(), now);
      Snapshot snapshot = booted.snapshot();
      change = Inventory.apply(new SnapshotKnown(snapshot), command, who, now, false);
      // Later there are monitors, and a missing key is one that was lost.
      made =
          command instanceof OperatorCommand.Add && snapshot.monitors().isEmpty()
              ? FirstKey.makeIfMissing(home)
              : List.of();
      List<Write> writes = new ArrayList<>(booted.writes());
      writes.addAll(change.writes());
      if (writes.isEmpty()) {
        return change.reply();
      }
      store.start(confirmation);
      if (!store.commit(1, writes)) {
        throw Refusal.notDone("nothing was changed: the store takes no more writes");
      }
      confirmation.await(COMMIT_SECONDS);
    }
    // Only now: what the disk refused was tried once more when the store was closed.
    confirmation.check();
    return withKey(change.reply(), made);
  }

  private static Reply withKey(Reply reply, List<String> made) {
    List<String> messages = new ArrayList<>(reply.messages());
    messages.addAll(made);
    return new Reply(reply.exit(), messages, reply.warnings(), reply.errors());
  }

  private static String bootId() {
    try {
      return BootId.read();
    } catch (IOException e) {
      throw Refusal.because(e, "cannot read the boot id of this machine: is /proc mounted?");
    }
  }

  @Override
  public Reply command(DaemonCommand command) {
    return switch (command) {
      case DaemonCommand.CheckPath check -> new PathProbe(home, settings.port()).check(check);
      case DaemonCommand.ApplyPolicies(String comment) -> policies().apply(comment);
      case DaemonCommand.RollbackPolicies(long version) -> policies().rollback(version);
      case DaemonCommand.TestNotice() -> new NoticeTrial(home, settings).send(who, who);
      case DaemonCommand.Announce _,
          DaemonCommand.AnnounceBack _,
          DaemonCommand.Stop _,
          DaemonCommand.ResetFigures _ ->
          throw Refusal.notDone(
              "failoverd does not run for the home "
                  + home
                  + "; start it: failovermon daemon start");
    };
  }

  private LocalPolicies policies() {
    if (lock == null) {
      throw new IllegalStateException("a desk that only looks cannot change anything");
    }
    return new LocalPolicies(home, options(), who);
  }

  private StoreOptions options() {
    return StoreOptions.defaults(home.database())
        .keeping(settings.historyKeep(), settings.logKeep());
  }

  @Override
  public JsonNode ask(Query query) {
    try (Records records =
        home.exists() ? DatabaseRecords.open(home.database()) : new NoRecords()) {
      return new Questions(
              home.toString(), settings.port(), records, null, Clock.systemUTC(), remarks)
          .answer(query);
    }
  }

  @Override
  public List<String> remarks() {
    return remarks.all();
  }

  @Override
  public boolean daemon() {
    return false;
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }
}
