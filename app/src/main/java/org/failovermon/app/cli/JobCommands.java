package org.failovermon.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.Query;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.OperatorCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code failovermon job …}: what happens by the calendar. */
@Command(
    name = "job",
    description = "Adds, deletes and lists cron jobs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {JobCommands.Add.class, JobCommands.Delete.class, JobCommands.ListJobs.class},
    footer = {
      "",
      "Examples:",
      "  failovermon job add nightly --cron '0 0 2 * * ?' check-raid.groovy",
      "  failovermon job add off-peak --cron '0 0 20 * * ?' --interval 1200s --host hostA"
    })
final class JobCommands {
  JobCommands(Context context) {}

  /** Adds a job. */
  @Command(
      name = "add",
      description = "Adds a job that runs a script, or changes the interval of a monitor.",
      footer = {
        "",
        "A cron expression has six fields: seconds, minutes, hours, day of month, month, day of"
            + " week.",
        "",
        "Examples:",
        "  failovermon job add nightly --cron '0 0 2 * * ?' check-raid.groovy",
        "  failovermon job add off-peak --cron '0 0 20 * * ?' --interval 1200s --host hostA"
      })
  static final class Add extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the job.")
    String name = "";

    @Parameters(index = "1", paramLabel = "SCRIPT", arity = "0..1", description = "Script to run.")
    @Nullable String script;

    @Option(
        names = "--cron",
        required = true,
        paramLabel = "EXPR",
        description = "When, as a Quartz cron expression.")
    String cron = "";

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        description = "Time zone of the expression, as in Europe/Berlin; default: the system's.")
    @Nullable String zone;

    @Option(
        names = {"-i", "--interval"},
        paramLabel = "TIME",
        converter = Words.Span.class,
        description = "Sets the interval of the monitor of --host.")
    @Nullable Duration interval;

    @Option(names = "--host", paramLabel = "HOST", description = "The monitored host.")
    @Nullable String host;

    Add(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(new OperatorCommand.AddJob(new Job(name, cron, zone(), action())));
    }

    private Job.Action action() {
      if (script != null && interval == null && host == null) {
        return new Job.RunScript(new ScriptRef(script));
      }
      if (script == null && interval != null && host != null) {
        return new Job.SetInterval(new HostName(host), interval);
      }
      throw Refusal.usage("a job has either a SCRIPT, or both --interval and --host");
    }

    private ZoneId zone() {
      if (zone == null) {
        return context.terminal().zone();
      }
      try {
        return ZoneId.of(zone);
      } catch (DateTimeException e) {
        throw Refusal.notDone(
            "invalid time zone '" + zone + "': write a region such as Europe/Berlin, or UTC");
      }
    }
  }

  /** Deletes a job. */
  @Command(
      name = "delete",
      description = "Deletes a job.",
      footer = {"", "Example:", "  failovermon job delete nightly"})
  static final class Delete extends Verb {
    @Parameters(paramLabel = "NAME", description = "Name of the job.")
    String name = "";

    Delete(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.operate(new OperatorCommand.DeleteJob(name));
    }
  }

  /** Lists jobs. */
  @Command(
      name = "list",
      description = "Lists the jobs.",
      footer = {"", "Example:", "  failovermon job list"})
  static final class ListJobs extends Verb {
    @Option(names = "--json", description = "As JSON.")
    boolean json;

    ListJobs(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return context.show(new Query.Jobs(), json, context.lists()::jobs);
    }
  }
}
