package org.failovermon.engine.action;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run.
 *
 * @param file absolute path of the executable
 * @param arguments its arguments, passed as they are
 * @param environment the whole environment; nothing is inherited
 * @param workingDirectory where it runs
 * @param input what it reads on standard input, at most 32 KiB, so that it fits into a pipe; empty
 *     means /dev/null
 */
public record Program(
    Path file,
    List<String> arguments,
    Map<String, String> environment,
    Path workingDirectory,
    String input) {
  private static final int MOST_INPUT_BYTES = 32 * 1024;

  /**
   * Checks the input.
   *
   * @throws IllegalArgumentException when it is longer than a pipe takes
   */
  public Program {
    if (input.getBytes(StandardCharsets.UTF_8).length > MOST_INPUT_BYTES) {
      throw new IllegalArgumentException("the input of " + file + " is longer than 32 KiB");
    }
  }
}
