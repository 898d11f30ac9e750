package org.failovermon.app.cli;

import java.util.List;
import java.util.Optional;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.NoAnswerException;
import org.failovermon.app.control.Offices;
import org.failovermon.db.schema.DatabaseException;
import org.failovermon.engine.model.InvalidValueException;

/**
 * The command line. It has two forms: the man page's, {@code failovermon -o OPERATION}, and
 * subcommands; both end in the same code. Exit codes are those of SEEDS §1, and nothing that an
 * operator does shows a stack trace.
 */
public final class Cli {
  private final Terminal terminal;
  private final Context context;

  /** A command line that writes to this terminal and has its work done in these offices. */
  public Cli(Terminal terminal, Offices offices) {
    this.terminal = terminal;
    this.context = new Context(terminal, offices);
  }

  /** Carries out one command line and returns its exit code. */
  public int run(String... arguments) {
    try {
      return execute(arguments);
    } catch (RuntimeException e) {
      return failed(e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /** Says what went wrong if it is for the operator; what is not, is an error of our own. */
  private int failed(RuntimeException e) {
    switch (e) {
      case Refusal refusal -> {
        refusal.sentences().forEach(context::error);
        return refusal.exit();
      }
      case InvalidValueException invalid -> context.error(String.valueOf(invalid.getMessage()));
      case NoAnswerException silent ->
          context.error(
              "failoverd "
                  + silent.getMessage()
                  + "; failovermon status says more; end it if it does not come back");
      case DatabaseException database -> context.error(String.valueOf(database.getMessage()));
      default -> {
        context.error(
            "an error of failovermon itself: " + e + "; with FAILOVERMON_DEBUG=1 it shows where");
        if (terminal.environment().getOrDefault("FAILOVERMON_DEBUG", "").equals("1")) {
          e.printStackTrace(terminal.err());
        }
      }
    }
    return Refusal.NOT_DONE;
  }

  private int execute(String... arguments) {
    Optional<String> word = firstWord(arguments);
    boolean subcommand = word.isPresent() && Subcommands.NAMES.contains(word.get());
    if (ManPageLine.recognizes(arguments) && !subcommand) {
      return manPage(arguments);
    }
    if (word.isPresent() && word.get().equals(KnownNames.COMMAND)) {
      return new KnownNames(context).print(arguments);
    }
    // Another class, so that the man page's form never loads picocli.
    return new Subcommands(context, this::failed)
        .execute(
            subcommand ? word : Optional.empty(),
            word.isEmpty() && !asksForHelp(arguments),
            arguments);
  }

  /** The first argument that is neither the option {@code --home} nor another option. */
  private static Optional<String> firstWord(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--home")) {
        i++; // its value is no word
      } else if (!arguments[i].startsWith("--home=")) {
        return arguments[i].startsWith("-") ? Optional.empty() : Optional.of(arguments[i]);
      }
    }
    return Optional.empty();
  }

  private int manPage(String... arguments) {
    try {
      return new ManPage(context, ManPageLine.parse(arguments)).run();
    } catch (Refusal e) {
      int exit = failed(e);
      if (exit == Refusal.USAGE) {
        context.error("see: failovermon -o help");
      }
      return exit;
    }
  }

  private static boolean asksForHelp(String... arguments) {
    return List.of(arguments).stream()
        .anyMatch(a -> a.startsWith("-") && !a.startsWith("--home") && a.length() > 1);
  }
}
