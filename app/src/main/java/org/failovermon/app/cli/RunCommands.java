package org.failovermon.app.cli;

import org.failovermon.engine.port.OperatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code failovermon run …}: what to do with a run that needs an operator. */
@Command(
    name = "run",
    description = "Repeats or dismisses a run that needs an operator.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RunCommands.Retry.class, RunCommands.Dismiss.class},
    footer = {"", "Examples:", "  failovermon run retry 17", "  failovermon run dismiss 17"})
final class RunCommands {
  RunCommands(Context context) {}

  /** Repeats a run. */
  @Command(
      name = "retry",
      description = "Runs an unknown, failed or timed-out run again, as a new run.",
      footer = {"", "Example:", "  failovermon run retry 17"})
  static final class Retry extends Verb {
    @Parameters(
        paramLabel = "RUN",
        converter = Words.RunNumber.class,
        description = "Number of the run.")
    long run;

    Retry(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(new OperatorCommand.RetryRun(run));
    }
  }

  /** Dismisses a run. */
  @Command(
      name = "dismiss",
      description =
          "Says that an unknown, failed or timed-out run needs no more attention; what waits behind"
              + " it goes on.",
      footer = {"", "Example:", "  failovermon run dismiss 17"})
  static final class Dismiss extends Verb {
    @Parameters(
        paramLabel = "RUN",
        converter = Words.RunNumber.class,
        description = "Number of the run.")
    long run;

    Dismiss(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(new OperatorCommand.DismissRun(run));
    }
  }
}
