package org.failovermon.app.home;

import java.nio.file.Path;

/** Where failovermon itself lies, as opposed to a {@link Home}: the launchers say so. */
public final class Install {
  private Install() {}

  /** The folder with {@code bin} and {@code scripts} in it. */
  public static Path root() {
    return Path.of(System.getProperty("failovermon.root", ".")).toAbsolutePath().normalize();
  }

  /** The shipped scripts. */
  public static Path scripts() {
    return root().resolve("scripts");
  }
}
