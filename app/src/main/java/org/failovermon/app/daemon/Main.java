package org.failovermon.app.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Home;
import org.failovermon.app.rights.Accounts;
import org.jspecify.annotations.Nullable;

/**
 * Entry of failoverd: {@code failoverd [--home DIR]}. Runs in the foreground until SIGTERM or
 * {@code failovermon daemon stop}; exit code 0 after a clean end, 1 when it could not start or the
 * engine broke, 3 for a wrong command line.
 */
public final class Main {
  private static final String USAGE =
      """
      Usage: failoverd [--home DIR]
      Answers heartbeats and runs the monitors of one installation, in the foreground.
        --home DIR   the installation; default: $FAILOVERMON_HOME, or the system's
      Example: failoverd --home /srv/failovermon
      In the background: failovermon daemon start
      """;

  private Main() {}

  /** Runs the daemon and ends the process. */
  public static void main(String[] arguments) {
    int exit;
    try {
      exit = run(List.of(arguments));
    } catch (Refusal e) {
      e.sentences().forEach(sentence -> System.err.println("failoverd: " + sentence));
      exit = e.exit();
    }
    System.err.flush();
    // Not System.exit: the shutdown hook waits for this very thread.
    Runtime.getRuntime().halt(exit);
  }

  private static int run(List<String> arguments) {
    @Nullable String folder = null;
    boolean background = false;
    List<String> left = new ArrayList<>(arguments);
    while (!left.isEmpty()) {
      String word = left.removeFirst();
      if (word.equals("--help") || word.equals("-h")) {
        System.out.print(USAGE);
        return Refusal.DONE;
      } else if (word.equals("--background")) {
        background = true; // said by failovermon daemon start: nobody reads our standard error
      } else if (word.equals("--home") && !left.isEmpty()) {
        folder = left.removeFirst();
      } else if (word.startsWith("--home=")) {
        folder = word.substring("--home=".length());
      } else {
        throw Refusal.usage(
            "unknown argument '" + word + "'; failoverd takes --home DIR; see failoverd --help");
      }
    }
    Home home = Home.resolve(folder, System.getenv(), Accounts.ownUid() == 0);
    Failoverd daemon = Failoverd.start(home, !background);
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  daemon.askToStop("SIGTERM or SIGINT");
                  join(main);
                },
                "signal"));
    return serve(daemon);
  }

  private static int serve(Failoverd daemon) {
    try {
      boolean clean = daemon.ended().get();
      daemon.close();
      return clean ? Refusal.DONE : Refusal.NOT_DONE;
    } catch (InterruptedException e) {
      daemon.close();
      return Refusal.NOT_DONE;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hook keeps the JVM alive until the main thread has closed everything and halts. */
  private static void join(Thread main) {
    try {
      main.join(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
