package org.failovermon.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import org.failovermon.app.demo.TerminalSize;
import org.failovermon.app.show.Ink;

/**
 * Where a command reads its surroundings and writes to.
 *
 * @param out standard output
 * @param err standard error
 * @param environment environment variables
 * @param interactive whether standard output is a terminal
 * @param zone time zone that times are shown in
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    boolean interactive,
    ZoneId zone) {

  /** The terminal of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        new PrintWriter(System.out, false, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()),
        System.getenv(),
        outputIsTerminal(),
        ZoneId.systemDefault());
  }

  /** The size of the terminal; 80 × 24 where standard output is none. */
  TerminalSize size() {
    return TerminalSize.now();
  }

  /** The colours that fit this terminal. */
  Ink ink() {
    return Ink.forOutput(interactive, environment);
  }

  /** Asked of the kernel: {@code System.console()} would load a line editor for it. */
  private static boolean outputIsTerminal() {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException e) {
      return false; // closed, or no /proc: nobody looks at colours there
    }
  }
}
