package org.failovermon.engine.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The boot of this machine, as the kernel names it: another after each boot. */
public final class BootId {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /**
   * Reads the id: 36 characters.
   *
   * @throws IOException when {@code /proc} is not there
   */
  public static String read() throws IOException {
    return Files.readString(FILE).strip();
  }
}
