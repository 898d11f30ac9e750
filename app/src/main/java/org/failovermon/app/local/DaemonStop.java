package org.failovermon.app.local;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Desk;
import org.failovermon.app.control.NoAnswerException;
import org.failovermon.app.control.Query;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;

/** Ends failoverd through its socket and waits until its process is gone. */
final class DaemonStop {
  private static final Duration GONE = Duration.ofSeconds(30);

  private final Home home;
  private final Supplier<@Nullable Desk> daemon;

  DaemonStop(Home home, Supplier<@Nullable Desk> daemon) {
    this.home = home;
    this.daemon = daemon;
  }

  List<String> run() {
    try {
      return stop();
    } catch (NoAnswerException e) {
      SilentDaemon silent = new SilentDaemon(home);
      throw Refusal.because(e, silent.sentence(e) + "; it was not stopped; " + silent.remedy());
    }
  }

  private List<String> stop() {
    long pid;
    try (Desk desk = daemon.get()) {
      if (desk == null) {
        return hanging();
      }
      pid = desk.ask(new Query.Daemon()).path("daemon").path("pid").asLong(0);
      Reply reply = desk.command(new DaemonCommand.Stop());
      if (reply.exit() == Refusal.NO_RIGHTS) {
        throw Refusal.noRights(String.join(" ", reply.errors()));
      }
      if (reply.exit() != Refusal.DONE) {
        throw Refusal.notDone(reply.errors());
      }
    }
    waitFor(pid);
    return List.of("stopped failoverd, process " + pid);
  }

  /** No socket answers: either nothing runs, or a daemon hangs and holds the lock. */
  private List<String> hanging() {
    Optional<HomeLock.Holder> holder = HomeLock.holder(home);
    if (holder.isEmpty()
        || !holder.get().purpose().equals("failoverd")
        || ProcessHandle.of(holder.get().pid()).isEmpty()) {
      return List.of();
    }
    long pid = holder.get().pid();
    throw Refusal.notDone(
        "failoverd (process "
            + pid
            + ") does not answer on its socket; if it does not come back, end it: kill "
            + pid);
  }

  private static void waitFor(long pid) {
    long begun = System.nanoTime();
    while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      if (System.nanoTime() - begun > GONE.toNanos()) {
        throw Refusal.notDone(
            "failoverd (process "
                + pid
                + ") was told to stop and still runs after "
                + GONE.toSeconds()
                + " s; see its log, or end it: kill "
                + pid);
      }
      SystemOffices.pause();
    }
  }
}
