package org.failovermon.app.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.Install;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.schedule.Cron;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a command before it is judged, while no daemon runs: whether its scripts are
 * there and its cron expression is well formed. The daemon also compiles the scripts.
 */
final class Acceptance {
  private final Home home;

  Acceptance(Home home) {
    this.home = home;
  }

  /** The reply that refuses the command, or null when nothing speaks against it. */
  @Nullable Reply objection(OperatorCommand command) {
    return switch (command) {
      case OperatorCommand.Add add ->
          first(
              missing(add.spec().lostPulse(), RunKind.LOST_PULSE),
              missing(add.spec().regainPulse(), RunKind.REGAIN_PULSE));
      case OperatorCommand.Modify modify ->
          first(
              missing(modify.lostPulse(), RunKind.LOST_PULSE),
              missing(modify.regainPulse(), RunKind.REGAIN_PULSE));
      case OperatorCommand.AddJob(Job job) ->
          first(
              Cron.problem(job.cron()).map(Reply::refused).orElse(null),
              job.action() instanceof Job.RunScript(ScriptRef script)
                  ? missing(script, RunKind.JOB)
                  : null);
      case OperatorCommand.Delete _,
          OperatorCommand.Start _,
          OperatorCommand.Stop _,
          OperatorCommand.AddPath _,
          OperatorCommand.DeletePath _,
          OperatorCommand.ModifyPath _,
          OperatorCommand.DeleteJob _,
          OperatorCommand.RetryRun _,
          OperatorCommand.DismissRun _,
          OperatorCommand.DeleteMaintenance _ ->
          null;
      case OperatorCommand.AddMaintenance(Maintenance window) ->
          window.window() instanceof Maintenance.Recurring recurring
              ? Cron.problem(recurring.cron()).map(Reply::refused).orElse(null)
              : null;
    };
  }

  private @Nullable Reply missing(@Nullable ScriptRef script, RunKind kind) {
    if (script == null) {
      return null;
    }
    String folder =
        switch (kind) {
          case LOST_PULSE -> "lost-pulse";
          case REGAIN_PULSE -> "regain-pulse";
          case JOB -> "jobs";
          case RULE -> "rules";
        };
    Path named = Path.of(script.text());
    List<Path> places =
        named.isAbsolute()
            ? List.of(named)
            : List.of(
                home.scripts().resolve(folder).resolve(named),
                Install.scripts().resolve(folder).resolve(named));
    return places.stream().anyMatch(Files::isRegularFile)
        ? null
        : Reply.refused(
            "invalid script '"
                + script
                + "': there is no file "
                + String.join(" or ", places.stream().map(Path::toString).toList())
                + "; put it there, or give an absolute path");
  }

  private static @Nullable Reply first(@Nullable Reply one, @Nullable Reply other) {
    return one != null ? one : other;
  }
}
