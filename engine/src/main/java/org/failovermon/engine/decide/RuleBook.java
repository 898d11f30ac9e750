package org.failovermon.engine.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.RuleSpec.Cap;
import org.failovermon.engine.model.policy.RuleSpec.OncePer;
import org.failovermon.engine.model.policy.Trigger;

/**
 * The rule book: which rules act on an event, and why the others that were meant do not. A pure
 * function of the rules, the event and the facts.
 *
 * <p>The intuition: an event is told once, and each rule that it triggers either acts or says why
 * not. It acts at most once on the same thing (its key), never more often than its cap allows, and
 * never in maintenance.
 */
public final class RuleBook {
  /** Runs of one rule that may be open at once, waiting or going; what is more is left out. */
  public static final int MOST_OPEN = 100;

  private RuleBook() {}

  /**
   * Decides an event for all rules.
   *
   * @param occurrence tells this event from all others: its time, and a number within the process
   * @return one ruling for each rule that it triggers, in the order of the rules
   */
  public static List<Ruling> decide(
      Collection<RuleSpec> rules, RuleEvent event, String occurrence, RuleFacts facts) {
    List<Ruling> rulings = new ArrayList<>();
    for (RuleSpec rule : rules) {
      if (rule.triggers().stream().anyMatch(trigger -> triggers(rule, trigger, event))) {
        rulings.add(decide(rule, event, occurrence, facts));
      }
    }
    return List.copyOf(rulings);
  }

  /** Whether the trigger of the rule is meant by the event. */
  static boolean triggers(RuleSpec rule, Trigger trigger, RuleEvent event) {
    return switch (trigger) {
      case Trigger.MonitorBecomes becomes ->
          event instanceof RuleEvent.MonitorBecame became
              && (becomes.hosts().isEmpty() || named(becomes.hosts(), became.host()))
              && becomes.verdicts().contains(became.verdict());
      case Trigger.CheckBecomes becomes ->
          event instanceof RuleEvent.CheckBecame became
              && (becomes.checks().isEmpty() || becomes.checks().contains(became.check()))
              && becomes.verdicts().contains(became.verdict());
      case Trigger.OperatorDid wanted ->
          event instanceof RuleEvent.OperatorDid did
              && (wanted.commands().isEmpty() || wanted.commands().contains(did.command()));
      case Trigger.CronDue due ->
          event instanceof RuleEvent.CronCame came && came.rule().equals(rule.name());
      case Trigger.FileChanged wanted ->
          event instanceof RuleEvent.FileChanged changed && changed.file().equals(wanted.file());
      case Trigger.RunEnds ends ->
          event instanceof RuleEvent.RunEnded ended && means(rule, ends, ended.run());
    };
  }

  /** Host names are the same without regard to case. */
  private static boolean named(Set<String> hosts, String host) {
    return hosts.contains(host) || hosts.stream().anyMatch(host::equalsIgnoreCase);
  }

  /** A rule does not hear of its own runs unless it names itself: it would never come to rest. */
  private static boolean means(RuleSpec rule, Trigger.RunEnds ends, Run run) {
    boolean own = run.kind() == RunKind.RULE && run.subject().equals(rule.name());
    return (ends.kinds().isEmpty() || ends.kinds().contains(run.kind()))
        && (named(ends.subjects(), run.subject()) || (ends.subjects().isEmpty() && !own))
        && (ends.how().isEmpty() || ends.how().contains(run.status()));
  }

  private static Ruling decide(RuleSpec rule, RuleEvent event, String occurrence, RuleFacts facts) {
    String key = key(rule, event, occurrence);
    String maintenance = facts.maintenance(event.subject());
    if (!maintenance.isEmpty()) {
      return not(rule, Ruling.Ground.MAINTENANCE, key, event, maintenance);
    }
    if (facts.fired(rule.name(), key)) {
      return not(rule, Ruling.Ground.ALREADY, key, event, "it has acted on it already");
    }
    Conditions.Finding finding = new Conditions(facts).find(rule.condition());
    if (!finding.holds()) {
      return not(rule, Ruling.Ground.CONDITION, key, event, finding.why());
    }
    Cap cap = rule.cap();
    int acted = facts.actions(rule.name(), cap.within());
    if (acted >= cap.actions()) {
      return not(
          rule,
          Ruling.Ground.CAP,
          key,
          event,
          "it has acted "
              + (acted == 1 ? "once" : acted + " times")
              + " within "
              + Durations.show(cap.within())
              + ", which is the most that it may");
    }
    if (facts.open(rule.name()) >= MOST_OPEN) {
      return not(
          rule, Ruling.Ground.CROWDED, key, event, MOST_OPEN + " of its runs are open already");
    }
    return new Ruling(
        rule,
        Ruling.Ground.ACTS,
        key,
        "rule "
            + rule.name()
            + " acts on "
            + event.words()
            + (finding.why().isEmpty() ? "" : ": " + finding.why()));
  }

  private static String key(RuleSpec rule, RuleEvent event, String occurrence) {
    String incident = rule.oncePer() == OncePer.INCIDENT ? event.incident() : "";
    if (!incident.isEmpty()) {
      return incident;
    }
    // The scheduled time is an event of its own, whoever tells of it, and how often.
    return event instanceof RuleEvent.CronCame came
        ? came.incident()
        : event.words() + " at " + occurrence;
  }

  private static Ruling not(
      RuleSpec rule, Ruling.Ground ground, String key, RuleEvent event, String why) {
    return new Ruling(
        rule,
        ground,
        key,
        "rule " + rule.name() + " does not act on " + event.words() + ": " + why);
  }
}
