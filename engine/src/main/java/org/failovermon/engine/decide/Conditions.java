package org.failovermon.engine.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.policy.Condition;

/** Evaluates conditions of rules against facts, and says in words what it found. */
final class Conditions {
  private final RuleFacts facts;

  Conditions(RuleFacts facts) {
    this.facts = facts;
  }

  /**
   * What was found.
   *
   * @param holds whether the condition holds
   * @param why what decided it, as a clause; empty for a condition that always holds
   */
  record Finding(boolean holds, String why) {}

  /**
   * Evaluates a condition. One that names a monitor or check that does not exist does not hold,
   * also where it is negated: nothing is done on what is not known.
   */
  Finding find(Condition condition) {
    List<String> missing = new ArrayList<>();
    missing(condition, missing);
    return missing.isEmpty() ? of(condition) : new Finding(false, missing.getFirst());
  }

  private Finding of(Condition condition) {
    return switch (condition) {
      case Condition.Always always -> new Finding(true, "");
      case Condition.MonitorIs is ->
          facts
              .monitor(is.host())
              .map(now -> is(is.host(), now, now.word(), is.verdicts(), v -> v.word()))
              .orElseThrow();
      case Condition.CheckIs is ->
          facts
              .check(is.check())
              .map(now -> is(is.check(), now, now.word(), is.verdicts(), v -> v.word()))
              .orElseThrow();
      case Condition.Happened happened -> happened(happened);
      case Condition.All all -> all(all.parts().stream().map(this::of).toList());
      case Condition.Any any -> any(any.parts().stream().map(this::of).toList());
      case Condition.Not not -> {
        Finding part = of(not.part());
        yield new Finding(!part.holds(), part.why().isEmpty() ? "it never may" : part.why());
      }
    };
  }

  private static <V extends Enum<V>> Finding is(
      String name, V now, String word, Set<V> wanted, java.util.function.Function<V, String> say) {
    boolean holds = wanted.contains(now);
    String not =
        wanted.stream().sorted().map(say).collect(Collectors.joining(" or ", ", not ", ""));
    return new Finding(holds, name + " is " + word + (holds ? "" : not));
  }

  private Finding happened(Condition.Happened condition) {
    int count = facts.happened(condition.subject(), condition.within());
    boolean monitor = facts.monitor(condition.subject()).isPresent();
    String what =
        (monitor ? " losses of " : " incidents of ")
            + condition.subject()
            + " within "
            + Durations.show(condition.within());
    return count > condition.atLeast()
        ? new Finding(true, count + what + " (limit " + condition.atLeast() + ")")
        : new Finding(count == condition.atLeast(), count + " of " + condition.atLeast() + what);
  }

  private static Finding all(List<Finding> parts) {
    return parts.stream()
        .filter(part -> !part.holds())
        .findFirst()
        .orElseGet(() -> new Finding(true, join(parts)));
  }

  private static Finding any(List<Finding> parts) {
    return parts.stream()
        .filter(Finding::holds)
        .findFirst()
        .orElseGet(() -> new Finding(false, join(parts)));
  }

  private static String join(List<Finding> parts) {
    return parts.stream()
        .map(Finding::why)
        .filter(why -> !why.isEmpty())
        .collect(Collectors.joining(" and "));
  }

  private void missing(Condition condition, List<String> found) {
    switch (condition) {
      case Condition.Always always -> {}
      case Condition.MonitorIs is -> {
        if (facts.monitor(is.host()).isEmpty()) {
          found.add("there is no monitor " + is.host());
        }
      }
      case Condition.CheckIs is -> {
        if (facts.check(is.check()).isEmpty()) {
          found.add("there is no check " + is.check());
        }
      }
      case Condition.Happened happened -> {
        String subject = happened.subject();
        if (facts.monitor(subject).isEmpty() && facts.check(subject).isEmpty()) {
          found.add("there is no monitor or check " + subject);
        }
      }
      case Condition.All all -> all.parts().forEach(part -> missing(part, found));
      case Condition.Any any -> any.parts().forEach(part -> missing(part, found));
      case Condition.Not not -> missing(not.part(), found);
    }
  }
}
