package org.failovermon.app.local;

import java.nio.file.Files;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Home;
import org.failovermon.engine.heartbeat.KeyFile;
import org.failovermon.engine.heartbeat.KeyFileException;

/**
 * Makes the key of an installation that has none, so that the first start just works, and says that
 * the other hosts need the same one.
 */
public final class FirstKey {
  private FirstKey() {}

  /**
   * Makes a key if there is none.
   *
   * @return what was done, for the operator; empty when there was a key
   * @throws Refusal when it cannot be made
   */
  public static List<String> makeIfMissing(Home home) {
    if (Files.exists(home.key())) {
      return List.of();
    }
    try {
      return List.of(
          "made the first key of this installation, "
              + home.key()
              + " ("
              + KeyFile.generate(home.key()).newest().shownId()
              + "); every host that monitors or is monitored needs a copy of this file, mode 0600");
    } catch (KeyFileException e) {
      throw Refusal.because(e, String.valueOf(e.getMessage()));
    }
  }
}
