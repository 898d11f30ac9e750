package org.failovermon.app.local;

import java.time.Duration;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.home.Home;
import org.failovermon.engine.heartbeat.KeyFile;
import org.failovermon.engine.heartbeat.KeyFileException;
import org.failovermon.engine.heartbeat.NameResolver;
import org.failovermon.engine.heartbeat.PathCheck;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.port.Reply;

/** Sends one heartbeat down one path and says what came of it. Blocks; thread-safe. */
public final class PathProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final Home home;
  private final int defaultPort;

  /** Checks with the key of this home; paths without a port use the one given. */
  public PathProbe(Home home, int defaultPort) {
    this.home = home;
    this.defaultPort = defaultPort;
  }

  /**
   * Checks one path.
   *
   * @throws Refusal when the key cannot be used
   */
  public Reply check(DaemonCommand.CheckPath check) {
    CommPath path = new CommPath(check.host(), check.address(), check.port(), false);
    try {
      PathCheck.Result result =
          new PathCheck(new BootClock(), KeyFile.load(home.key()), NameResolver.SYSTEM)
              .check(path, defaultPort, TIMEOUT);
      String sentence = "path " + path.address() + " of " + path.host() + ": " + result.sentence();
      return result.ok()
          ? new Reply(Refusal.DONE, List.of(sentence), List.of(), List.of())
          : Reply.refused(sentence);
    } catch (KeyFileException e) {
      throw Refusal.because(e, String.valueOf(e.getMessage()));
    }
  }
}
