package org.failovermon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Policy files as an operator would write them: one host each, with a check and a block. */
final class PolicyTexts {
  private PolicyTexts() {}

  /**
   * The policy of one host.
   *
   * @param byHand whether its monitor waits for an operator
   * @param seconds its interval
   */
  static String monitor(String host, boolean byHand, int seconds) {
    return """
    // %1$s, one of many.
    monitor('%1$s') {
        every %2$d.seconds
        retries 3
        timeout 1.second
        %3$s
        check('ssh') {
            tcp address: '%1$s', port: 22
            every 1.hour
            failAfter 3
            recoverAfter 2
        }
        regainPulse { log "$host is back" }
        deadline 4.minutes
    }
    """
        .formatted(host, seconds, byHand ? "startsByHand()" : "startAtReboot true");
  }

  /** Where the policy of a host lies. */
  static Path file(Installation home, int number) {
    return home.home().resolve("policies/host" + number + ".groovy");
  }

  /** Saves as vim does: written beside, and renamed. Returns the moment before the rename. */
  static long save(Path file, String text) throws IOException {
    Path beside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(beside, text);
    long now = System.nanoTime();
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    return now;
  }
}
