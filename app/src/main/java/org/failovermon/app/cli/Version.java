package org.failovermon.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version of failovermon, as the build wrote it down. */
public final class Version implements IVersionProvider {
  /** For picocli. */
  public Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"failovermon " + text()};
  }

  /** The version: "0.1.0". */
  public static String text() {
    try (InputStream in = Version.class.getResourceAsStream("/org/failovermon/app/version")) {
      if (in == null) {
        throw new IllegalStateException("the resource /org/failovermon/app/version is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
