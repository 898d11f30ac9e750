package org.failovermon.engine.action;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.failovermon.engine.port.Actions;

/** What a compiled script can know and do during one run. Thread-safe. */
public interface ScriptContext {
  /** The run and why it was called for. */
  Actions.Order order();

  /** The home of the installation, where programs run. */
  Path home();

  /**
   * Runs a program and waits for its end; its output becomes part of the run's.
   *
   * @param command the program and its arguments
   * @param deadline its own deadline, or empty; the run's deadline counts in any case
   * @return how it ended; a program that does not exist has exit code {@value
   *     ProgramEnd#NO_PROGRAM}, as in a shell
   * @throws ActionFailedException when the run is over
   */
  Executed exec(List<String> command, Optional<Duration> deadline);

  /** Writes a line to the output of the run and to the log. */
  void log(String text);

  /** Writes to the output of the run alone, without a line end of its own. */
  void print(String text);

  /**
   * Tells people. A failure does not stop the script, but the run counts as failed.
   *
   * @return whether somebody was told
   */
  boolean tell(String text);

  /**
   * A program that a script ran.
   *
   * @param end how it ended
   * @param output what it printed, bounded
   */
  record Executed(ProgramEnd end, String output) {}
}
