package org.failovermon.app.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the whole host is going down, as opposed to the daemon alone. Only then a shutdown
 * is announced: an announcement made in error would keep failover from happening. {@code
 * /run/nologin} is no evidence: it is there minutes before a shutdown that may still be cancelled,
 * and during a boot.
 */
final class HostShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(HostShutdown.class);
  private static final Path SYSTEMD = Path.of("/run/systemd/system");
  private static final int SECONDS = 2;

  private HostShutdown() {}

  /** Whether the system says that it is going down. False when it does not say. */
  static boolean underWay() {
    return Files.isDirectory(SYSTEMD)
        ? answer("systemctl", "is-system-running").equals("stopping")
        : answer("runlevel").matches(".* [06]");
  }

  /** The one line that a command prints, or an empty text when there is none. */
  private static String answer(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("{} did not answer within {} s", List.of(command), SECONDS);
        return "";
      }
      return new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      LOG.debug("{} cannot be asked: {}", List.of(command), e.getMessage());
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
