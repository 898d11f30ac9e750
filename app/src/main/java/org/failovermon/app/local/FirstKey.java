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

  private static int monitors(Home home) {
    if (!home.exists()) {
      return 0;
    }
    try (DatabaseRecords records = DatabaseRecords.open(home.database())) {
      return records.snapshot().monitors().size();
    }
  }

  /**
   * Makes a key if there is none and nobody can have another: the installation has no monitors.
   *
   * @return what was done, for the operator; empty when there was a key
   * @throws Refusal when it cannot be made, or is missing where there are monitors
   */
  public static List<String> makeIfMissing(Home home) {
    if (Files.exists(home.key())) {
      return List.of();
    }
    int monitors = monitors(home);
    if (monitors > 0) {
      throw Refusal.notDone(
          "the key "
              + home.key()
              + " is gone, and this installation has "
              + monitors
              + (monitors == 1 ? " monitor" : " monitors")
              + ": a new key would make every other host look dead, since none could answer it."
              + " Restore the file from a backup or copy it from another host (mode 0600), or make"
              + " a new one on purpose: failovermon key generate, and copy that to every host");
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
