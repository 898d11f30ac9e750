package org.failovermon.app.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Seconds since the boot of this machine, the same in every process and never stepped: until when a
 * request is worth carrying out is said in them.
 */
final class Uptime {
  /** Header of a request: the uptime after which whoever asked has given up. */
  static final String HEADER = "Failovermon-Until";

  private Uptime() {}

  /** Now; empty where the system does not say. */
  static OptionalDouble seconds() {
    try {
      return OptionalDouble.of(
          Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]));
    } catch (IOException | NumberFormatException e) {
      return OptionalDouble.empty(); // not Linux: the request then has no limit
    }
  }
}
