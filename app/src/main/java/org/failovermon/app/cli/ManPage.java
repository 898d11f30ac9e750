package org.failovermon.app.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.failovermon.app.Refusal;
import org.failovermon.app.show.Nearest;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;
import org.jspecify.annotations.Nullable;

/** The man page's form of the command: {@code failovermon -o OPERATION … host…} (SEEDS §1). */
final class ManPage {
  private static final List<String> OPERATIONS =
      List.of("add", "delete", "modify", "list", "start", "stop");

  static final String HELP =
      """
      Usage: failovermon -o add    [-i S] [-r N] [-l lost] [-g regain] [-b] [-s] host
             failovermon -o delete host
             failovermon -o modify [-i S] [-r N] [-l lost] [-g regain] [-b or -n] [-s] host
             failovermon -o list   [-q] [-v] [host...]
             failovermon -o start|stop [host...]

        -i S          seconds between an answer and the next beat; 0 (the default) means at once, 100 ms
        -r N          misses in a row that are forgiven; 0 (the default): the first miss is an outage
        -l lost       script to run when the host is lost
        -g regain     script to run when the host is back
        -b            start the monitor at reboot
        -n            do not start it at reboot (modify only)
        -s            start it now (add), or restart it with the new values (modify)
        -q            list without headers, one space between fields; it wins over -v
        -v            list in columns with headers (the default)
        --timeout S   how long one try waits for an answer; default 1 s
        --json        list as JSON
        --home DIR    the installation; default: $FAILOVERMON_HOME, or the system's

      Options may stand before and after -o. Times take a unit as well: 250ms, 60s, 20m.
      Exit codes: 0 done, 1 not done, 2 refused for lack of rights, 3 command-line error.

      Examples:
        failovermon -o add -i 60 -r 3 -l take-mail.groovy -b -s hostA
        failovermon -o modify -i 1200 -s hostA
        failovermon -o list -q

      The same and more with subcommands: failovermon --help
      """;

  private final Context context;
  private final ManPageLine line;

  ManPage(Context context, ManPageLine line) {
    this.context = context;
    this.line = line;
  }

  /**
   * Carries it out.
   *
   * @return the exit code
   * @throws Refusal with exit code 3 when the command line is wrong
   */
  int run() {
    if (line.has("--home")) {
      context.home(line.value("--home"));
    }
    String op = line.operation().orElse("help").toLowerCase(Locale.ROOT);
    if (op.equals("help") || line.has("-h")) {
      HELP.lines().forEach(context::say);
      return Refusal.DONE;
    }
    if (!OPERATIONS.contains(op)) {
      throw Refusal.usage(
          "unknown operation '"
              + op
              + "'"
              + Nearest.to(op, OPERATIONS)
                  .map(nearest -> "; did you mean " + nearest + "?")
                  .orElse("; the operations are " + String.join(", ", OPERATIONS)));
    }
    if (line.has("-b") && line.has("-n")) {
      throw Refusal.usage("-b and -n contradict one another: give one of them");
    }
    refuseStrangers(op);
    MonitorWork work = new MonitorWork(context);
    return switch (op) {
      case "add" -> work.add(one(op), values(), line.has("-s"));
      case "modify" -> work.modify(one(op), values(), line.has("-s"));
      case "delete" -> work.delete(one(op));
      case "start" -> work.start(line.hosts());
      case "stop" -> work.stop(line.hosts());
      default -> work.list(line.hosts(), line.has("-q"), line.has("--json"));
    };
  }

  private MonitorWork.Values values() {
    return new MonitorWork.Values(
        duration("-i"),
        retries(),
        duration("--timeout"),
        line.value("-l"),
        line.value("-g"),
        line.has("-b") ? Boolean.TRUE : line.has("-n") ? Boolean.FALSE : null);
  }

  private @Nullable Duration duration(String option) {
    String value = line.value(option);
    if (value == null) {
      return null;
    }
    try {
      return Durations.parse(value);
    } catch (InvalidValueException e) {
      throw Refusal.usage("invalid value for option " + option + ": " + e.getMessage());
    }
  }

  private @Nullable Integer retries() {
    String value = line.value("-r");
    if (value == null) {
      return null;
    }
    if (!value.matches("\\d{1,9}")) {
      throw Refusal.usage(
          "invalid value for option -r: '" + value + "' is not a whole number, as in -r 3");
    }
    return Integer.valueOf(value);
  }

  private String one(String op) {
    if (line.hosts().size() != 1) {
      throw Refusal.usage("-o " + op + " takes one host, " + line.hosts().size() + " were named");
    }
    return line.hosts().getFirst();
  }

  private void refuseStrangers(String op) {
    Set<String> changing = Set.of("add", "modify");
    for (String option : List.of("-i", "-r", "--timeout", "-l", "-g", "-b", "-s")) {
      refuse(op, option, changing);
    }
    refuse(op, "-n", Set.of("modify"));
    for (String option : List.of("-q", "-v", "--json")) {
      refuse(op, option, Set.of("list"));
    }
  }

  private void refuse(String op, String option, Set<String> operations) {
    if (line.has(option) && !operations.contains(op)) {
      throw Refusal.usage(
          option
              + " does not go with -o "
              + op
              + ", only with -o "
              + String.join(" and -o ", operations.stream().sorted().toList()));
    }
  }
}
