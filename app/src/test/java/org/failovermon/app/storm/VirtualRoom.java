package org.failovermon.app.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.failovermon.app.home.Home;
import org.failovermon.app.policy.PolicyRoom;
import org.failovermon.app.policy.PolicyStart;
import org.failovermon.app.policy.Standing;
import org.failovermon.app.policy.Workbench;
import org.failovermon.app.settings.Settings;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.PoliciesAtStart;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.sim.Observer;
import org.failovermon.engine.sim.World;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's room of policies over an engine in the virtual world. The room works on its own
 * thread, in real time; the world stands still meanwhile, and goes on while the room waits for the
 * engine. So the same seed gives the same world.
 *
 * <p>Edits are looked at when the storm says so, not by the watch of the folder.
 */
final class VirtualRoom implements AutoCloseable {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration STEP = Duration.ofMillis(1);
  private static final int REAL_SECONDS = 120;
  static final String DIED = "the daemon died";
  private static final long NO_VERSION = Long.MAX_VALUE;

  /** What hears of the sets that the engine is given. */
  interface Listener {
    /** The engine is about to be given a set of these files. */
    void offered(Event.ApplyPolicies wish);

    /** The engine was given it, and has done a cycle. */
    void taken(Event.ApplyPolicies wish);

    /** The engine answered. */
    void answered(Reply reply);
  }

  private sealed interface Message {
    record Told(Event event) implements Message {}

    record Done(CompletableFuture<Reply> answer) implements Message {}
  }

  private final World world;
  private final Observer machine;
  private final Home home;
  private final Listener listener;
  private final ImageRecords records;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final AtomicLong process = new AtomicLong();
  private @Nullable PolicyRoom room;
  private @Nullable PolicyStart start;

  VirtualRoom(World world, Observer machine, Path folder, Listener listener) {
    this.world = world;
    this.machine = machine;
    this.home = Home.at(folder);
    this.listener = listener;
    this.records = new ImageRecords(() -> machine.disk().image());
    home.create();
    machine.policies().readBy(this::load);
  }

  /** What a daemon that starts reads and compiles. */
  private PoliciesAtStart load() {
    leave();
    Workbench bench = Workbench.cached(home, Workbench.scriptsOf(home), Map.of());
    PolicyStart fresh = PolicyStart.load(bench, records, records.snapshot(), true);
    long thisProcess = process.get();
    room =
        new PolicyRoom(
            home,
            new Settings.Policies(true, NEVER),
            fresh,
            bench,
            event -> thisProcess == process.get() && messages.add(new Message.Told(event)));
    start = fresh;
    return fresh.atStart();
  }

  /** The daemon has started: the room begins its work. Nothing if the engine died meanwhile. */
  void enter() {
    PolicyStart fresh = start;
    if (machine.runs() && fresh != null) {
      room().begin(fresh, () -> {});
      Reply answer = hear(room().rollback("nobody", NO_VERSION)); // comes after the beginning
      if (answer.exit() == 0
          || (machine.runs() && !answer.errors().toString().contains("no version"))) {
        throw new AssertionError("there is no such version: " + answer);
      }
    }
  }

  /** What the daemon started with. */
  PolicyStart start() {
    return java.util.Objects.requireNonNull(start);
  }

  boolean isOpen() {
    return room != null;
  }

  Standing standing() {
    return room().standing();
  }

  /** Looks at the files and takes them into force, or says why not. */
  Reply look() {
    return hear(room().apply("owner", ""));
  }

  Reply rollback(long version) {
    return hear(room().rollback("operator", version));
  }

  private PolicyRoom room() {
    return java.util.Objects.requireNonNull(room);
  }

  /** Lets the room work, and the world go on while it waits for the engine. */
  @SuppressWarnings("ReferenceEquality") // the very future that is waited for
  private Reply hear(CompletableFuture<Reply> answer) {
    var _ = answer.whenComplete((reply, failure) -> messages.add(new Message.Done(answer)));
    while (machine.runs()) {
      switch (next()) {
        case Message.Done(CompletableFuture<Reply> done) -> {
          if (done == answer) {
            return answer.join();
          }
        }
        case Message.Told(Event event) -> told(event);
      }
    }
    leave(); // the room dies with its process, and its work is given up
    return Reply.refused(DIED);
  }

  private Message next() {
    try {
      Message message = messages.poll(REAL_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("the room of policies does not come to an end");
      }
      return message;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void told(Event event) {
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    switch (event) {
      case Event.ApplyPolicies wish -> {
        listener.offered(wish);
        machine
            .policies()
            .apply(
                new Event.ApplyPolicies(
                    wish.who(),
                    wish.because(),
                    wish.set(),
                    wish.version(),
                    reply -> {
                      listener.answered(reply);
                      wish.reply().accept(reply);
                      answered.complete(true);
                    }));
        listener.taken(wish);
      }
      case Event.Look look ->
          machine
              .policies()
              .tell(
                  new Event.Look(
                      look.resetFigures(),
                      (EngineView view) -> {
                        look.reply().accept(view);
                        answered.complete(true);
                      }));
      default -> {
        machine.policies().tell(event);
        answered.complete(true);
      }
    }
    while (machine.runs() && !answered.isDone()) {
      world.runFor(STEP);
    }
  }

  /** The process of the daemon is gone. */
  private void leave() {
    PolicyRoom left = room;
    if (left != null) {
      process.incrementAndGet();
      room = null;
      left.close();
      messages.clear();
    }
  }

  @Override
  public void close() {
    leave();
  }
}
