package org.failovermon.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Query;
import org.failovermon.app.show.Nearest;
import org.failovermon.app.show.PolicyLists;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code failovermon policy …}: the policies as files and as versions. */
@Command(
    name = "policy",
    description = "Checks, compares, applies and brings back policies.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PolicyNew.class,
      PolicyCommands.Check.class,
      PolicyCommands.Diff.class,
      PolicyCommands.Apply.class,
      PolicyCommands.History.class,
      PolicyCommands.Show.class,
      PolicyCommands.Rollback.class
    },
    footer = {
      "",
      "Examples:",
      "  failovermon policy check",
      "  failovermon policy diff",
      "  failovermon policy history"
    })
final class PolicyCommands {
  PolicyCommands(Context context) {}

  /** Checks what is on disk. */
  @Command(
      name = "check",
      description = "Compiles and checks all policies on disk; changes nothing, needs no daemon.",
      footer = {
        "",
        "Exit code 0 when all is well, 1 when something is wrong. With FILEs only what is wrong in"
            + " them counts;",
        "a FILE outside of the folder is checked as if it lay in policies/.",
        "",
        "Examples:",
        "  failovermon policy check",
        "  failovermon policy check --folder . --json         in a build, without an installation",
        "  failovermon policy check policies/mail.groovy      as a pre-commit hook"
      })
  static final class Check extends Verb {
    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Only these files.")
    List<Path> files = new ArrayList<>();

    @Option(
        names = "--folder",
        paramLabel = "DIR",
        description = "A folder with policies/ and scripts/ in it, or of policies alone.")
    @Nullable Path folder;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Check(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new PolicyWork(context).check(files, folder, json);
    }
  }

  /** Compares. */
  @Command(
      name = "diff",
      description = "Shows what the policies on disk would change against those in force.",
      footer = {"", "Examples:", "  failovermon policy diff", "  failovermon policy diff --json"})
  static final class Diff extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Diff(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new PolicyWork(context).diff(json);
    }
  }

  /** Applies. */
  @Command(
      name = "apply",
      description = "Brings the policies on disk into force, as a whole or not at all.",
      footer = {"", "Example:", "  failovermon policy apply --comment 'new mail pair'"})
  static final class Apply extends Verb {
    @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for the history.")
    String comment = "";

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Apply(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.change(new DaemonCommand.ApplyPolicies(comment), json);
    }
  }

  /** Lists versions. */
  @Command(
      name = "history",
      description = "Lists the versions of the policies that were in force, newest first.",
      footer = {
        "",
        "Examples:",
        "  failovermon policy history",
        "  failovermon policy history -n 5"
      })
  static final class History extends Verb {
    @Option(
        names = {"-n", "--limit"},
        paramLabel = "N",
        defaultValue = "30",
        description = "At most so many; default 30.")
    int limit;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    History(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      if (limit < 1 || limit > Query.MAX_LIMIT) {
        throw Refusal.usage("--limit must be 1 to " + Query.MAX_LIMIT + ", was " + limit);
      }
      PolicyLists lists = new PolicyLists(context.terminal().zone(), context.terminal().ink());
      return context.show(new Query.PolicyHistory(limit), json, lists::history);
    }
  }

  /** Shows a version. */
  @Command(
      name = "show",
      description = "Shows the files of a version of the policies, or one of them.",
      footer = {
        "",
        "Examples:",
        "  failovermon policy show 12",
        "  failovermon policy show 12 policies/mail.groovy"
      })
  static final class Show extends Verb {
    @Parameters(index = "0", paramLabel = "VERSION", description = "See policy history.")
    long version;

    @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", description = "Only this file.")
    @Nullable String file;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Show(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      JsonNode files = context.ask(new Query.PolicyFiles(positive(version))).path("files");
      if (file == null) {
        return context.show(new Query.PolicyFiles(version), json, Show::all);
      }
      JsonNode text = files.path(file);
      if (!text.isString()) {
        List<String> names = files.propertyNames().stream().toList();
        throw Refusal.notDone(
            "version "
                + version
                + " has no file "
                + file
                + Nearest.to(file, names)
                    .map(nearest -> "; did you mean " + nearest + "?")
                    .orElse("; see those there are with failovermon policy show " + version));
      }
      if (json) {
        context.print(text);
      } else {
        context.say(text.asString("").lines().toList());
      }
      return Refusal.DONE;
    }

    private static List<String> all(JsonNode document) {
      List<String> lines = new ArrayList<>();
      document
          .path("files")
          .properties()
          .forEach(
              entry -> {
                lines.add((lines.isEmpty() ? "" : "\n") + "==> " + entry.getKey() + " <==");
                entry.getValue().asString("").lines().forEach(lines::add);
              });
      return lines.isEmpty() ? List.of("this version has no file") : lines;
    }
  }

  /** Brings a version back. */
  @Command(
      name = "rollback",
      description =
          "Writes the files of an older version back and brings them into force; what is on disk is"
              + " kept as a version before.",
      footer = {"", "Example:", "  failovermon policy rollback 12"})
  static final class Rollback extends Verb {
    @Parameters(paramLabel = "VERSION", description = "See policy history.")
    long version;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    Rollback(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.change(new DaemonCommand.RollbackPolicies(positive(version)), json);
    }
  }

  private static long positive(long version) {
    if (version < 1) {
      throw Refusal.usage("a VERSION is a number from 1, was " + version);
    }
    return version;
  }
}
