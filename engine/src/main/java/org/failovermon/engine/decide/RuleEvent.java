package org.failovermon.engine.decide;

import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.port.OperatorCommand;

/**
 * Something that rules can react to. It happened once: nothing of it is told again after a reload
 * or restart.
 */
public sealed interface RuleEvent {
  /**
   * What the event is about, so that two events about the same can be told apart: with it a rule
   * acts at most once. Empty where an event is about nothing but itself.
   */
  String incident();

  /** The event as people read it after "acts on": "outage 7 of hosta". */
  String words();

  /** The monitor or check that it concerns, or empty for none. */
  String subject();

  /**
   * A monitor came to a verdict.
   *
   * @param host its host
   * @param verdict the verdict
   * @param outage the outage that began or ended thereby, or 0
   */
  record MonitorBecame(String host, Verdict verdict, long outage) implements RuleEvent {
    @Override
    public String incident() {
      return outage == 0 ? "" : "outage " + outage + " of " + host + " " + verdict.word();
    }

    @Override
    public String words() {
      if (outage == 0) {
        return host + " being " + verdict.word();
      }
      return (verdict == Verdict.LOST ? "" : "the end of ") + "outage " + outage + " of " + host;
    }

    @Override
    public String subject() {
      return host;
    }
  }

  /**
   * A check came to a verdict.
   *
   * @param check its name
   * @param verdict the verdict
   * @param number the incident that is open, or that ended thereby, or 0
   */
  record CheckBecame(String check, CheckVerdict verdict, long number) implements RuleEvent {
    @Override
    public String incident() {
      return number == 0 ? "" : "incident " + number + " of " + check + " " + verdict.word();
    }

    @Override
    public String words() {
      if (number == 0) {
        return check + " being " + verdict.word();
      }
      String incident = "incident " + number + " of " + check;
      return switch (verdict) {
        case FAILED -> incident;
        case RECOVERING -> incident + ", which is recovering";
        case OK, FAILING, UNKNOWN -> "the end of " + incident;
      };
    }

    @Override
    public String subject() {
      return check;
    }
  }

  /**
   * An operator did something.
   *
   * @param command in a word, one of {@link #COMMANDS}
   * @param about what it was done to: a host, a run, "all"
   * @param who who did it
   */
  record OperatorDid(String command, String about, String who) implements RuleEvent {
    /** Every word that a command can be. */
    public static final List<String> COMMANDS =
        List.of(
            "add",
            "delete",
            "modify",
            "start",
            "stop",
            "path-add",
            "path-delete",
            "path-modify",
            "job-add",
            "job-delete",
            "retry",
            "dismiss",
            "maintenance-add",
            "maintenance-delete");

    /** The events that a command makes: one for each host that it names. */
    public static List<RuleEvent> of(OperatorCommand command, String who) {
      String word = word(command);
      List<HostName> hosts =
          switch (command) {
            case OperatorCommand.Start start -> start.hosts();
            case OperatorCommand.Stop stop -> stop.hosts();
            case OperatorCommand.Add _,
                OperatorCommand.Delete _,
                OperatorCommand.Modify _,
                OperatorCommand.AddPath _,
                OperatorCommand.DeletePath _,
                OperatorCommand.ModifyPath _,
                OperatorCommand.AddJob _,
                OperatorCommand.DeleteJob _,
                OperatorCommand.RetryRun _,
                OperatorCommand.DismissRun _,
                OperatorCommand.AddMaintenance _,
                OperatorCommand.DeleteMaintenance _ ->
                List.of();
          };
      return hosts.isEmpty()
          ? List.of(new OperatorDid(word, CommandWords.subject(command), who))
          : hosts.stream()
              .map(host -> (RuleEvent) new OperatorDid(word, host.value(), who))
              .toList();
    }

    private static String word(OperatorCommand command) {
      return switch (command) {
        case OperatorCommand.Add _ -> "add";
        case OperatorCommand.Delete _ -> "delete";
        case OperatorCommand.Modify _ -> "modify";
        case OperatorCommand.Start _ -> "start";
        case OperatorCommand.Stop _ -> "stop";
        case OperatorCommand.AddPath _ -> "path-add";
        case OperatorCommand.DeletePath _ -> "path-delete";
        case OperatorCommand.ModifyPath _ -> "path-modify";
        case OperatorCommand.AddJob _ -> "job-add";
        case OperatorCommand.DeleteJob _ -> "job-delete";
        case OperatorCommand.RetryRun _ -> "retry";
        case OperatorCommand.DismissRun _ -> "dismiss";
        case OperatorCommand.AddMaintenance _ -> "maintenance-add";
        case OperatorCommand.DeleteMaintenance _ -> "maintenance-delete";
      };
    }

    @Override
    public String incident() {
      return "";
    }

    @Override
    public String words() {
      return command + " " + about + " by " + who;
    }

    @Override
    public String subject() {
      return about;
    }
  }

  /**
   * A cron expression of one rule came due.
   *
   * @param rule its name
   * @param scheduledFor the time that the expression names
   */
  record CronCame(String rule, Instant scheduledFor) implements RuleEvent {
    @Override
    public String incident() {
      return "time " + scheduledFor;
    }

    @Override
    public String words() {
      return "its time " + scheduledFor;
    }

    @Override
    public String subject() {
      return "";
    }
  }

  /**
   * The content of a file changed.
   *
   * @param file the file as the rule names it
   * @param contentHash of what it holds now; empty when it is gone
   */
  record FileChanged(String file, String contentHash) implements RuleEvent {
    private static final int SHOWN = 12;

    @Override
    public String incident() {
      return contentHash.isEmpty() ? "" : "content " + contentHash + " of " + file;
    }

    @Override
    public String words() {
      return contentHash.isEmpty()
          ? file + " being gone"
          : "the change of "
              + file
              + " (content "
              + contentHash.substring(0, Math.min(SHOWN, contentHash.length()))
              + ")";
    }

    @Override
    public String subject() {
      return "";
    }
  }

  /**
   * A run ended.
   *
   * @param run the run
   */
  record RunEnded(Run run) implements RuleEvent {
    @Override
    public String incident() {
      return "run " + run.id() + " " + run.status().word();
    }

    @Override
    public String words() {
      return "run "
          + run.id()
          + " ("
          + run.kind().word()
          + " of "
          + run.subject()
          + ", "
          + run.status().word()
          + ")";
    }

    @Override
    public String subject() {
      boolean ofHost = run.kind() == RunKind.LOST_PULSE || run.kind() == RunKind.REGAIN_PULSE;
      return ofHost ? run.subject() : "";
    }
  }
}
