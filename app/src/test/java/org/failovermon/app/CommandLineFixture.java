package org.failovermon.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.Map;
import org.failovermon.app.cli.Cli;
import org.failovermon.app.cli.Terminal;
import org.failovermon.app.control.Offices;

/** Runs command lines in this process and keeps what they print. */
public final class CommandLineFixture {
  private final Offices offices;
  private final Map<String, String> environment;
  private final boolean interactive;

  /** A terminal that is none: plain text. */
  public CommandLineFixture(Offices offices) {
    this(offices, Map.of("FAILOVERMON_HOME", "/home"), false);
  }

  /** A terminal with this environment. */
  public CommandLineFixture(Offices offices, Map<String, String> environment, boolean interactive) {
    this.offices = offices;
    this.environment = environment;
    this.interactive = interactive;
  }

  /**
   * What one command did.
   *
   * @param exit exit code
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exit, String out, String err) {
    /** All of it, for golden texts and failures. */
    public String all() {
      return out + (err.isEmpty() ? "" : "--- standard error\n" + err) + "--- exit " + exit + "\n";
    }
  }

  /** Runs a command line of words separated by spaces. */
  public Result run(String words) {
    return runWords(words.isEmpty() ? new String[0] : words.split(" ", -1));
  }

  /** Runs a command line. */
  public Result runWords(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out), new PrintWriter(err), environment, interactive, ZoneOffset.UTC);
    int exit = new Cli(terminal, offices).run(arguments);
    return new Result(exit, out.toString(), err.toString());
  }
}
