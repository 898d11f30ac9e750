package org.failovermon.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.failovermon.app.Refusal;
import org.failovermon.app.show.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The subcommands, told apart by picocli. */
final class Subcommands {
  /** Their names, in the order of the help. */
  static final List<String> NAMES =
      List.of(
          "status",
          "list",
          "add",
          "modify",
          "delete",
          "start",
          "stop",
          "path",
          "log",
          "runs",
          "show",
          "outages",
          "history",
          "run",
          "job",
          "policy",
          "maintenance",
          "check",
          "rule",
          "announce",
          "notify",
          "key",
          "config",
          "daemon",
          "demo",
          "help",
          "completion");

  private final Context context;
  private final ToIntFunction<RuntimeException> failed;

  /**
   * Subcommands of one invocation.
   *
   * @param failed says what went wrong and returns the exit code
   */
  Subcommands(Context context, ToIntFunction<RuntimeException> failed) {
    this.context = context;
    this.failed = failed;
  }

  /**
   * Carries out one command line.
   *
   * @param name the subcommand that is asked for, if it is one
   * @param nothing whether there is nothing but {@code --home}
   * @return the exit code
   */
  int execute(Optional<String> name, boolean nothing, String... arguments) {
    // Only the command that is asked for: reflecting on all of them takes longer than the work.
    CommandLine line = configure(tree(name.map(List::of).orElse(NAMES)));
    if (nothing) {
      line.usage(context.terminal().err());
      return Refusal.USAGE;
    }
    return line.execute(arguments);
  }

  private static Class<?> command(String name) {
    return switch (name) {
      case "status" -> LookCommands.Status.class;
      case "list" -> MonitorCommands.ListMonitors.class;
      case "add" -> MonitorCommands.Add.class;
      case "modify" -> MonitorCommands.Modify.class;
      case "delete" -> MonitorCommands.Delete.class;
      case "start" -> MonitorCommands.Start.class;
      case "stop" -> MonitorCommands.Stop.class;
      case "path" -> PathCommands.class;
      case "log" -> LookCommands.Log.class;
      case "runs" -> LookCommands.Runs.class;
      case "show" -> LookCommands.Show.class;
      case "outages" -> PastCommands.Outages.class;
      case "history" -> PastCommands.History.class;
      case "run" -> RunCommands.class;
      case "job" -> JobCommands.class;
      case "policy" -> PolicyCommands.class;
      case "maintenance" -> MaintenanceCommands.class;
      case "check" -> CheckCommands.class;
      case "rule" -> RuleCommands.class;
      case "announce" -> AnnounceCommands.class;
      case "notify" -> NotifyCommands.class;
      case "key" -> KeyCommands.class;
      case "config" -> ConfigCommands.class;
      case "daemon" -> DaemonCommands.class;
      case "demo" -> DemoCommand.class;
      case "help" -> HelpCommand.class;
      case "completion" -> Completion.class;
      default -> throw new IllegalArgumentException("no command " + name);
    };
  }

  /** The whole command, for help and completion. */
  CommandLine whole() {
    return configure(tree(NAMES));
  }

  private CommandLine tree(Collection<String> names) {
    CommandLine root = new CommandLine(new Root(context), factory());
    for (String name : names) {
      root.addSubcommand(name, new CommandLine(command(name), factory()));
    }
    return root;
  }

  private CommandLine configure(CommandLine line) {
    return line.setOut(context.terminal().out())
        .setErr(context.terminal().err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi()))
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setAbbreviatedOptionsAllowed(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, args) -> usageError(e))
        .setExecutionExceptionHandler(
            (e, where, result) -> {
              if (e instanceof RuntimeException unchecked) {
                return failed.applyAsInt(unchecked);
              }
              throw e;
            });
  }

  private CommandLine.Help.Ansi ansi() {
    return context.terminal().ink().colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  private IFactory factory() {
    Context shared = context;
    Subcommands all = this;
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        if (type == Completion.class) {
          return type.cast(new Completion(shared, all));
        }
        for (var constructor : type.getDeclaredConstructors()) {
          if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Context.class})) {
            return type.cast(constructor.newInstance(shared));
          }
        }
        return CommandLine.defaultFactory().create(type);
      }
    };
  }

  private int usageError(ParameterException e) {
    CommandLine line = e.getCommandLine();
    context.error(sentence(e));
    String name = line.getCommandSpec().qualifiedName();
    context.error("see: " + name + " --help");
    return Refusal.USAGE;
  }

  private static String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      CommandSpec spec = e.getCommandLine().getCommandSpec();
      boolean option = first.startsWith("-");
      List<String> valid =
          option
              ? new ArrayList<>(spec.optionsMap().keySet())
              : new ArrayList<>(spec.subcommands().keySet());
      String what =
          option
              ? "unknown option '" + first + "'"
              : valid.isEmpty()
                  ? "'" + first + "' is one argument too many"
                  : "unknown command '" + first + "'";
      String hint =
          Nearest.to(option ? first.split("=", 2)[0] : first, valid)
              .map(nearest -> "; did you mean " + nearest + "?")
              .orElse(
                  valid.isEmpty()
                      ? ""
                      : "; there are " + valid.stream().sorted().collect(Collectors.joining(", ")));
      return what + hint;
    }
    String message =
        String.valueOf(e.getMessage())
            .replaceFirst("is not an? (int|long|integer)$", "is not a whole number");
    return message.isEmpty()
        ? "the command line is not understood"
        : message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
  }
}
