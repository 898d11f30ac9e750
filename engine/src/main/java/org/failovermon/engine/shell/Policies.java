package org.failovermon.engine.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.failovermon.engine.decide.Known;
import org.failovermon.engine.decide.Reconcile;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.PoliciesAtStart;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/**
 * The policies in force: takes a new set as a whole or not at all, and knows what only policies say
 * of monitors, jobs and rules. Engine's thread only.
 */
final class Policies {
  /** Lines of the journal that one edit writes; what is more is counted. */
  private static final int MOST_LINES = 1_000;

  private final Clock clock;
  private final Ledger ledger;
  private final Journal journal;
  private final Map<HostName, MonitorPolicy> monitors = new HashMap<>();
  private final Map<String, JobPolicy> jobs = new HashMap<>();
  private final Map<String, RuleSpec> rules = new HashMap<>();
  private PolicySet set = PolicySet.EMPTY;
  private long version;
  private String trouble = "";

  Policies(Clock clock, Ledger ledger, Journal journal, long version) {
    this.clock = clock;
    this.ledger = ledger;
    this.journal = journal;
    this.version = version;
  }

  /** The set in force. */
  PolicySet set() {
    return set;
  }

  /** Number of the newest version recorded, or 0. */
  long version() {
    return version;
  }

  /** Why no set is in force although entries belong to policy files, or empty. */
  String trouble() {
    return trouble;
  }

  /** What a policy says of a monitor, or null for one of the command line. */
  @Nullable MonitorPolicy monitor(HostName host) {
    return monitors.get(host);
  }

  /**
   * The deadline of a run, or null for the configuration's: the one place where it is found. Looked
   * up when the run starts, so that what runs finishes with the deadline that it started with.
   */
  @Nullable Duration deadline(Run run) {
    return switch (run.kind()) {
      case LOST_PULSE, REGAIN_PULSE -> {
        MonitorPolicy policy = monitors.get(new HostName(run.subject()));
        yield policy == null ? null : policy.runDeadline();
      }
      case JOB -> {
        JobPolicy policy = jobs.get(run.subject());
        yield policy == null ? null : policy.deadline();
      }
      case RULE -> {
        RuleSpec rule = rules.get(run.subject());
        yield rule == null ? null : rule.deadline();
      }
    };
  }

  /**
   * Answers when the set is committed. Where the store fails in between, the set is in force all
   * the same and will be committed in its turn: who brought it must know that it is.
   */
  private record Answer(Consumer<Reply> to, Reply reply) implements Ledger.After {
    @Override
    public void committed() {
      to.accept(reply);
    }

    @Override
    public boolean faulty(String fault) {
      List<String> warnings = new ArrayList<>(reply.warnings());
      if (reply.exit() == 0) {
        warnings.add(
            "it is in force, but not recorded yet and lost if the engine stops now: " + fault);
      }
      to.accept(new Reply(reply.exit(), reply.messages(), warnings, reply.errors()));
      return true;
    }
  }

  /** Who takes the writes of a set, and hears when it is in force. */
  interface Taker {
    /** Takes the writes into memory, and has them committed together. */
    void absorb(List<Write> writes);

    /** The set is in force; its entries are taken over. */
    void inForce(PolicySet before, PolicySet now);
  }

  /** Has a set come into force, or refuses it, and answers. */
  void apply(Event.ApplyPolicies wish, Known known, Taker taker) {
    if (!ledger.fault().isEmpty()) {
      wish.reply()
          .accept(
              Reply.refused(
                  "the policies were not changed, because it cannot be recorded: "
                      + ledger.fault()));
      return;
    }
    Reply reply = take(wish.who(), wish.because(), wish.set(), wish.version(), known, taker);
    ledger.after(new Answer(wish.reply(), reply));
  }

  /** Takes over the policies with which the engine starts, before anything is started. */
  void start(PoliciesAtStart start, Known known, Taker taker) {
    switch (start) {
      case PoliciesAtStart.Usable usable -> {
        Reply reply =
            take(usable.who(), usable.because(), usable.set(), usable.version(), known, taker);
        if (reply.exit() != 0) {
          rest(String.join("; ", reply.errors()));
        }
      }
      case PoliciesAtStart.Unusable unusable -> rest(unusable.because());
    }
  }

  private void rest(String because) {
    trouble = because;
    journal.engine(
        "no policies are in force, and what belongs to them rests until they are mended: "
            + because);
  }

  private Reply take(
      String who,
      String because,
      PolicySet wanted,
      @Nullable PolicyVersion recorded,
      Known known,
      Taker taker) {
    Reconcile.Plan plan = Reconcile.plan(known, set, wanted, clock.wall());
    List<String> refusals = new ArrayList<>(plan.refusals());
    if (recorded != null && recorded.number() <= version) {
      refusals.add(
          "version "
              + recorded.number()
              + " of the policies is not newer than version "
              + version
              + ", which was brought into force meanwhile; look at failovermon policy history and"
              + " try again");
    }
    if (!refusals.isEmpty()) {
      journal.line(
          LogEntry.Kind.POLICY,
          "policies",
          because + " was not brought into force: " + String.join("; ", refusals),
          who);
      return new Reply(1, List.of(), List.of(), refusals);
    }
    PolicySet old = set;
    adopt(wanted);
    List<Write> writes = new ArrayList<>(plan.writes());
    if (recorded != null) {
      version = recorded.number();
      writes.add(new Write.PutPolicyVersion(recorded));
    }
    taker.absorb(writes);
    taker.inForce(old, wanted);
    tell(plan.lines(), who, because, recorded);
    return new Reply(
        0, plan.lines().stream().map(Reconcile.Line::text).toList(), List.of(), List.of());
  }

  private void adopt(PolicySet wanted) {
    set = wanted;
    trouble = "";
    monitors.clear();
    jobs.clear();
    rules.clear();
    wanted.monitors().forEach(each -> monitors.put(each.spec().host(), each));
    wanted.jobs().forEach(each -> jobs.put(each.job().name(), each));
    wanted.rules().forEach(each -> rules.put(each.name(), each));
  }

  private void tell(
      List<Reconcile.Line> lines, String who, String because, @Nullable PolicyVersion recorded) {
    if (recorded != null) {
      journal.line(
          LogEntry.Kind.POLICY,
          "policies",
          "version " + recorded.number() + " is in force: " + because,
          who);
    }
    for (Reconcile.Line line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) {
      journal.line(LogEntry.Kind.POLICY, line.subject(), line.text(), who);
    }
    if (lines.size() > MOST_LINES) {
      journal.line(
          LogEntry.Kind.POLICY,
          "policies",
          "and " + (lines.size() - MOST_LINES) + " more changes; see failovermon policy diff",
          who);
    }
  }
}
