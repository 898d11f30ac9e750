package org.failovermon.app.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Subcommands about monitors; the same operations as the man page's form. */
final class MonitorCommands {
  private MonitorCommands() {}

  /** The values of a monitor as options. */
  static final class ValueOptions {
    @Option(
        names = {"-i", "--interval"},
        paramLabel = "TIME",
        converter = Words.Span.class,
        description =
            "Time between an answer and the next beat, as in 60s, 250ms, 20m; 0 means at once"
                + " (100 ms). Default of add: 0.")
    @Nullable Duration interval;

    @Option(
        names = {"-r", "--retries"},
        paramLabel = "N",
        converter = Words.Whole.class,
        description =
            "Misses in a row that are forgiven; 0: the first miss is an outage. Default of add: 0.")
    @Nullable Integer retries;

    @Option(
        names = {"-t", "--timeout"},
        paramLabel = "TIME",
        converter = Words.Span.class,
        description = "How long one try waits for an answer; default 1 s.")
    @Nullable Duration timeout;

    @Option(
        names = {"-l", "--lost-pulse"},
        paramLabel = "SCRIPT",
        description = "Script to run when the host is lost. Default of add: default.groovy.")
    @Nullable String lost;

    @Option(
        names = {"-g", "--regain-pulse"},
        paramLabel = "SCRIPT",
        description = "Script to run when the host is back. Default of add: default.groovy.")
    @Nullable String regain;

    MonitorWork.Values values(@Nullable Boolean boot) {
      return new MonitorWork.Values(interval, retries, timeout, lost, regain, boot);
    }
  }

  /** Adds a monitor. */
  @Command(
      name = "add",
      description = "Adds a monitor for a host.",
      footer = {
        "",
        "Examples:",
        "  failovermon add hostA --interval 60s --retries 3 --at-reboot --start",
        "  failovermon add 10.0.0.7 -i 100ms -r 2 -t 100ms --lost-pulse take-mail.groovy"
      })
  static final class Add extends Verb {
    @Mixin ValueOptions values = new ValueOptions();

    @Option(
        names = {"-b", "--at-reboot"},
        description = "Start the monitor when the system boots.")
    boolean boot;

    @Option(
        names = {"-s", "--start"},
        description = "Start it now.")
    boolean start;

    @Parameters(paramLabel = "HOST", description = "Name or address of the host.")
    String host = "";

    Add(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new MonitorWork(context).add(host, values.values(boot), start);
    }
  }

  /** Changes a monitor. */
  @Command(
      name = "modify",
      description =
          "Changes the named values of a monitor and keeps the rest. They are in force at once, for"
              + " a monitor that runs too; --restart also sends the next beat now.",
      footer = {
        "",
        "Examples:",
        "  failovermon modify hostA --interval 1200s --restart",
        "  failovermon modify hostA --no-at-reboot"
      })
  static final class Modify extends Verb {
    @Mixin ValueOptions values = new ValueOptions();

    @Option(
        names = {"-b", "--at-reboot"},
        negatable = true,
        description = "Start the monitor when the system boots, or do not.")
    @Nullable Boolean boot;

    @Option(
        names = {"-s", "--restart"},
        description = "Restart it with the new values, or start it.")
    boolean restart;

    @Parameters(paramLabel = "HOST", description = "The monitored host.")
    String host = "";

    Modify(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new MonitorWork(context).modify(host, values.values(boot), restart);
    }
  }

  /** Deletes a monitor. */
  @Command(
      name = "delete",
      description = "Removes the monitor of a host, after stopping it.",
      footer = {"", "Example:", "  failovermon delete hostA"})
  static final class Delete extends Verb {
    @Parameters(paramLabel = "HOST", description = "The monitored host.")
    String host = "";

    Delete(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new MonitorWork(context).delete(host);
    }
  }

  /** Lists monitors. */
  @Command(
      name = "list",
      description = "Lists monitors; works for every user.",
      footer = {
        "",
        "With -q each line is: host running|stopped boot|noboot interval retries lost regain",
        "",
        "Examples:",
        "  failovermon list",
        "  failovermon list -q hostA"
      })
  static final class ListMonitors extends Verb {
    @Option(
        names = {"-q", "--quiet"},
        description = "No headers, one space between fields.")
    boolean quiet;

    @Option(
        names = {"-v", "--verbose"},
        description = "Columns with headers; the default.")
    boolean verbose;

    @Option(names = "--json", description = "As JSON.")
    boolean json;

    @Parameters(paramLabel = "HOST", arity = "0..*", description = "Only these hosts.")
    List<String> hosts = new ArrayList<>();

    ListMonitors(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new MonitorWork(context).list(hosts, quiet, json);
    }
  }

  /** Starts monitors. */
  @Command(
      name = "start",
      description =
          "Starts monitors, all if no host is named; brings up the daemon if there is none.",
      footer = {"", "Examples:", "  failovermon start", "  failovermon start hostA hostB"})
  static final class Start extends Verb {
    @Parameters(paramLabel = "HOST", arity = "0..*", description = "The monitored hosts.")
    List<String> hosts = new ArrayList<>();

    Start(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new MonitorWork(context).start(hosts);
    }
  }

  /** Stops monitors. */
  @Command(
      name = "stop",
      description = "Stops monitors, all if no host is named; an open outage stays open.",
      footer = {"", "Examples:", "  failovermon stop hostA", "  failovermon stop"})
  static final class Stop extends Verb {
    @Parameters(paramLabel = "HOST", arity = "0..*", description = "The monitored hosts.")
    List<String> hosts = new ArrayList<>();

    Stop(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      return new MonitorWork(context).stop(hosts);
    }
  }
}
