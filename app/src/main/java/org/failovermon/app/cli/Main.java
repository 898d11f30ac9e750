package org.failovermon.app.cli;

import org.failovermon.app.local.SystemOffices;

/** Entry of the command line. */
public final class Main {
  private Main() {}

  /** Carries out one command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    quiet();
    System.exit(new Cli(Terminal.ofProcess(), new SystemOffices()).run(arguments));
  }

  /** A command says what it has to say by itself; loading a logger would cost a third of it. */
  public static void quiet() {
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "ERROR");
  }
}
