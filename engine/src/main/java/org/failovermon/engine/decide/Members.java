package org.failovermon.engine.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.MonitorPolicy;

/**
 * Judges a beat of a monitor that asks the heartbeat, service checks, or both: whether enough of
 * its members are well. A pure function.
 */
public final class Members {
  private Members() {}

  /** What a beat is, with the reason as the end of a sentence. */
  public sealed interface Outcome {
    /** Enough members are well. */
    record Hit(String how) implements Outcome {}

    /** So few members can still be well that it is a miss; names those that are bad. */
    record Miss(String how) implements Outcome {}

    /** Members whose state is not known would decide: the beat counts neither way. */
    record Undecided(String how) implements Outcome {}
  }

  /**
   * Judges a beat.
   *
   * @param members what the beat asks
   * @param heartbeat whether the heartbeat was answered; of no meaning where it is no member
   * @param how what was seen of the heartbeat, as the end of a sentence
   * @param checks the latest verdict of each check
   */
  public static Outcome judge(
      MonitorPolicy.Members members,
      boolean heartbeat,
      String how,
      Function<String, CheckVerdict> checks) {
    List<String> well = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    if (members.heartbeat()) {
      (heartbeat ? well : bad).add(how);
    }
    for (String check : members.checks()) {
      CheckVerdict verdict = checks.apply(check);
      String says = "check " + check + " is " + verdict.word();
      switch (verdict) {
        case OK, FAILING -> well.add(says);
        case FAILED, RECOVERING -> bad.add(says);
        case UNKNOWN -> unknown.add(says);
      }
    }
    if (well.size() >= members.needed()) {
      return new Outcome.Hit(String.join(", ", well));
    }
    if (well.size() + unknown.size() >= members.needed()) {
      return new Outcome.Undecided(String.join(", ", unknown));
    }
    String which = String.join(", ", bad);
    return new Outcome.Miss(
        members.size() == 1
            ? which
            : well.size()
                + " of "
                + members.size()
                + " are well, "
                + members.needed()
                + " are needed: "
                + which);
  }

  /** What a beat asks, as people read it: "all of heartbeat, check hosta/smtp". */
  public static String say(MonitorPolicy.Members members) {
    List<String> names = new ArrayList<>();
    if (members.heartbeat()) {
      names.add("heartbeat");
    }
    members.checks().forEach(check -> names.add("check " + check));
    if (names.size() == 1) {
      return names.getFirst();
    }
    String of = String.join(", ", names);
    if (members.needed() == members.size()) {
      return "all of " + of;
    }
    return (members.needed() == 1 ? "any of " : members.needed() + " of ") + of;
  }
}
