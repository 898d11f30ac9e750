package org.failovermon.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How many files and sockets this process may open (RLIMIT_NOFILE). */
public final class OpenFileLimit {
  /** What the daemon needs besides its paths: database, logs, scripts, connections. */
  private static final long RESERVE = 1_000;

  private OpenFileLimit() {}

  /**
   * The soft limit; {@code Long.MAX_VALUE} when there is none.
   *
   * @throws IOException when {@code /proc} is not there
   */
  public static long soft() throws IOException {
    return parse(Files.readAllLines(Path.of("/proc/self/limits")));
  }

  static long parse(List<String> lines) throws IOException {
    for (String line : lines) {
      if (line.startsWith("Max open files")) {
        String soft = line.substring("Max open files".length()).strip().split("\\s+", 2)[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
      }
    }
    throw new IOException("/proc/self/limits has no line 'Max open files'");
  }

  /**
   * What the operator must know when so many paths do not fit; empty when they do.
   *
   * @param paths number of communication paths, each of which needs one socket
   * @param soft the limit in force
   */
  public static Optional<String> complaint(long paths, long soft) {
    if (soft >= paths + RESERVE) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            "%,d paths need %,d open files, and this process may open %,d; set LimitNOFILE=%d in"
                + " the service, or: ulimit -n %d",
            paths, paths + RESERVE, soft, paths + RESERVE, paths + RESERVE));
  }
}
