package org.failovermon.app.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.failovermon.app.control.NoAnswerException;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;

/** A daemon that is there and does not answer: who it is, what is the matter, what to do. */
final class SilentDaemon {
  private final Home home;

  SilentDaemon(Home home) {
    this.home = home;
  }

  /** What is the matter: "failoverd, process 812, does not answer within 3 s: it is stopped". */
  String sentence(NoAnswerException e) {
    Optional<HomeLock.Holder> holder = HomeLock.holder(home);
    String name = holder.map(HomeLock.Holder::toString).orElse("failoverd");
    return name + ", " + e.getMessage() + (stopped(holder) ? ": it is stopped (SIGSTOP)" : "");
  }

  /** What to do about it. */
  String remedy() {
    Optional<HomeLock.Holder> holder = HomeLock.holder(home);
    if (holder.isEmpty()) {
      return "find its process: pgrep -f failoverd";
    }
    long pid = holder.get().pid();
    return stopped(holder)
        ? "let it go on: kill -CONT " + pid
        : "if it does not come back, end it and start it again: kill -9 "
            + pid
            + "; failovermon daemon start";
  }

  private static boolean stopped(Optional<HomeLock.Holder> holder) {
    if (holder.isEmpty()) {
      return false;
    }
    try {
      return Files.readAllLines(Path.of("/proc/" + holder.get().pid() + "/status")).stream()
          .anyMatch(line -> line.startsWith("State:\tT"));
    } catch (IOException e) {
      return false; // gone in the meantime, or no /proc: it is not known to be stopped
    }
  }
}
