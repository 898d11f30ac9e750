package org.failovermon.engine.decide;

import java.util.List;
import java.util.TreeSet;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.OperatorCommand;

/** Writes down what an operator wanted, for the journal. */
final class CommandWords {
  private CommandWords() {}

  static String subject(OperatorCommand command) {
    return switch (command) {
      case OperatorCommand.Add add -> add.spec().host().value();
      case OperatorCommand.Delete delete -> delete.host().value();
      case OperatorCommand.Modify modify -> modify.host().value();
      case OperatorCommand.Start start -> names(start.hosts());
      case OperatorCommand.Stop stop -> names(stop.hosts());
      case OperatorCommand.AddPath path -> path.host().value();
      case OperatorCommand.DeletePath path -> path.host().value();
      case OperatorCommand.ModifyPath path -> path.host().value();
      case OperatorCommand.AddJob job -> job.job().name();
      case OperatorCommand.DeleteJob job -> job.name();
      case OperatorCommand.RetryRun run -> "run " + run.run();
      case OperatorCommand.DismissRun run -> "run " + run.run();
      case OperatorCommand.AddMaintenance add -> add.window().name();
      case OperatorCommand.DeleteMaintenance delete -> delete.name();
    };
  }

  private static String names(List<HostName> hosts) {
    return hosts.isEmpty() ? "all" : String.join(" ", hosts.stream().map(HostName::value).toList());
  }

  static String say(OperatorCommand command) {
    return switch (command) {
      case OperatorCommand.Add add ->
          "add " + describe(add.spec()) + (add.start() ? ", started" : "");
      case OperatorCommand.Delete delete -> "delete " + delete.host();
      case OperatorCommand.Modify modify -> "modify " + modify.host() + changes(modify);
      case OperatorCommand.Start start -> "start " + names(start.hosts());
      case OperatorCommand.Stop stop -> "stop " + names(stop.hosts());
      case OperatorCommand.AddPath path -> "path add " + path.host() + " " + path.address();
      case OperatorCommand.DeletePath path -> "path delete " + path.host() + " " + path.address();
      case OperatorCommand.ModifyPath path ->
          "path modify " + path.host() + " " + path.address() + " to " + path.newAddress();
      case OperatorCommand.AddJob job ->
          "job add " + job.job().name() + " '" + job.job().cron() + "'";
      case OperatorCommand.DeleteJob job -> "job delete " + job.name();
      case OperatorCommand.RetryRun run -> "run retry " + run.run();
      case OperatorCommand.DismissRun run -> "run dismiss " + run.run();
      case OperatorCommand.AddMaintenance add -> "maintenance add " + describe(add.window());
      case OperatorCommand.DeleteMaintenance delete -> "maintenance delete " + delete.name();
    };
  }

  private static String describe(MonitorSpec spec) {
    return spec.host()
        + ": every "
        + Durations.show(spec.interval())
        + ", retries "
        + spec.retries()
        + ", timeout "
        + Durations.show(spec.timeout())
        + ", lost-pulse "
        + spec.lostPulse()
        + ", regain-pulse "
        + spec.regainPulse()
        + (spec.startAtReboot() ? ", at reboot" : "");
  }

  private static String describe(Maintenance window) {
    String when =
        switch (window.window()) {
          case Maintenance.Once once -> "from " + once.from() + " to " + once.to();
          case Maintenance.Recurring recurring ->
              "at '"
                  + recurring.cron()
                  + "' ("
                  + recurring.zone()
                  + ") for "
                  + Durations.show(recurring.lasts());
        };
    String of =
        window.subjects().isEmpty() ? "all" : String.join(" ", new TreeSet<>(window.subjects()));
    return window.name() + ": " + when + ", of " + of;
  }

  private static String changes(OperatorCommand.Modify modify) {
    StringBuilder text = new StringBuilder();
    if (modify.interval() != null) {
      text.append(", interval ").append(Durations.show(modify.interval()));
    }
    if (modify.retries() != null) {
      text.append(", retries ").append(modify.retries());
    }
    if (modify.timeout() != null) {
      text.append(", timeout ").append(Durations.show(modify.timeout()));
    }
    if (modify.lostPulse() != null) {
      text.append(", lost-pulse ").append(modify.lostPulse());
    }
    if (modify.regainPulse() != null) {
      text.append(", regain-pulse ").append(modify.regainPulse());
    }
    if (modify.startAtReboot() != null) {
      text.append(modify.startAtReboot() ? ", at reboot" : ", not at reboot");
    }
    return text.append(modify.restart() ? ", restarted" : "").toString();
  }
}
