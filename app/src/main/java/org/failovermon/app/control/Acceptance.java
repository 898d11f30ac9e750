package org.failovermon.app.control;

import java.util.Optional;
import org.failovermon.engine.heartbeat.AddressLiteral;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.schedule.Cron;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a command before it is judged: whether its scripts are acceptable, and its
 * addresses and cron expression well formed. As thread-safe as its scripts.
 */
public final class Acceptance {
  private final Scripts scripts;

  /** Knows scripts, as much as the caller can: a daemon compiles them, a command looks for them. */
  @FunctionalInterface
  public interface Scripts {
    /** Why this script cannot be used for runs of this kind, or nothing when it can. */
    Optional<String> problem(ScriptRef script, RunKind kind);
  }

  /** Judges scripts by these. */
  public Acceptance(Scripts scripts) {
    this.scripts = scripts;
  }

  /** The sentence that refuses the command, or nothing when nothing speaks against it. */
  public Optional<String> objection(OperatorCommand command) {
    return switch (command) {
      case OperatorCommand.Add add ->
          invalid(add.spec().host().value())
              .or(() -> pulses(add.spec().lostPulse(), add.spec().regainPulse()));
      case OperatorCommand.Modify modify -> pulses(modify.lostPulse(), modify.regainPulse());
      case OperatorCommand.AddJob(Job job) ->
          Cron.problem(job.cron())
              .or(
                  () ->
                      job.action() instanceof Job.RunScript(ScriptRef script)
                          ? invalid(script, RunKind.JOB)
                          : Optional.empty());
      case OperatorCommand.AddPath add -> invalid(add.address());
      case OperatorCommand.ModifyPath modify -> invalid(modify.newAddress());
      case OperatorCommand.Delete _,
          OperatorCommand.Start _,
          OperatorCommand.Stop _,
          OperatorCommand.DeletePath _,
          OperatorCommand.DeleteJob _,
          OperatorCommand.RetryRun _,
          OperatorCommand.DismissRun _,
          OperatorCommand.DeleteMaintenance _ ->
          Optional.empty();
      case OperatorCommand.AddMaintenance(Maintenance window) ->
          window.window() instanceof Maintenance.Recurring recurring
              ? Cron.problem(recurring.cron())
              : Optional.empty();
    };
  }

  private Optional<String> pulses(@Nullable ScriptRef lost, @Nullable ScriptRef regain) {
    return invalid(lost, RunKind.LOST_PULSE).or(() -> invalid(regain, RunKind.REGAIN_PULSE));
  }

  /** Why this is no address although it could be nothing else. */
  private static Optional<String> invalid(String address) {
    try {
      AddressLiteral.check(address);
      return Optional.empty();
    } catch (InvalidValueException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private Optional<String> invalid(@Nullable ScriptRef script, RunKind kind) {
    return script == null
        ? Optional.empty()
        : scripts.problem(script, kind).map(why -> "invalid script '" + script + "': " + why);
  }
}
