package org.failovermon.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.RuleSpec.Cap;
import org.failovermon.engine.model.policy.RuleSpec.OncePer;
import org.failovermon.engine.model.policy.Trigger;
import org.failovermon.engine.port.OperatorCommand;
import org.junit.jupiter.api.Test;

class RuleBookTest {
  private static final Trigger LOST =
      new Trigger.MonitorBecomes(Set.of("hosta"), Set.of(Verdict.LOST));
  private static final Condition ALWAYS = new Condition.Always();

  private final Facts facts = new Facts();
  private int events;

  /** Facts that the tests set, and that remember what acted. */
  private static final class Facts implements RuleFacts {
    private final Map<String, Verdict> monitors = new HashMap<>(Map.of("hosta", Verdict.LOST));
    private final Map<String, CheckVerdict> checks = new HashMap<>();
    private final Map<String, Integer> happened = new HashMap<>();
    private final Set<String> fired = new HashSet<>();
    private final Map<String, String> maintenance = new HashMap<>();
    private int actions;
    private int open;

    @Override
    public Optional<Verdict> monitor(String host) {
      return Optional.ofNullable(monitors.get(host));
    }

    @Override
    public Optional<CheckVerdict> check(String check) {
      return Optional.ofNullable(checks.get(check));
    }

    @Override
    public int happened(String subject, Duration within) {
      return happened.getOrDefault(subject, 0);
    }

    @Override
    public boolean fired(String rule, String key) {
      return fired.contains(rule + " " + key);
    }

    @Override
    public int actions(String rule, Duration within) {
      return actions;
    }

    @Override
    public int open(String rule) {
      return open;
    }

    @Override
    public String maintenance(String subject) {
      return maintenance.getOrDefault(subject, "");
    }
  }

  private static RuleSpec rule(Trigger trigger, Condition condition, OncePer oncePer, Cap cap) {
    return new RuleSpec(
        "tell",
        List.of(trigger),
        condition,
        oncePer,
        cap,
        new ScriptRef("tell.groovy"),
        null,
        new Place("policies/on-call.groovy", 3));
  }

  private static RuleSpec rule(Trigger trigger, Condition condition) {
    return rule(trigger, condition, OncePer.INCIDENT, Cap.DEFAULT);
  }

  private List<Ruling> hear(RuleSpec rule, RuleEvent event) {
    events++;
    return RuleBook.decide(List.of(rule), event, "2026-11-22T20:00:00Z #" + events, facts);
  }

  private Ruling decide(RuleSpec rule, RuleEvent event) {
    List<Ruling> rulings = hear(rule, event);
    assertEquals(1, rulings.size(), "the rule is triggered");
    if (rulings.getFirst().acts()) {
      facts.fired.add(rule.name() + " " + rulings.getFirst().key());
    }
    return rulings.getFirst();
  }

  private static RuleEvent lost(long outage) {
    return new RuleEvent.MonitorBecame("hosta", Verdict.LOST, outage);
  }

  private static Run run(RunKind kind, String subject, RunStatus status) {
    return new Run(
        12,
        kind,
        subject,
        0,
        new ScriptRef("x.groovy"),
        status,
        "because",
        Instant.EPOCH,
        null,
        null,
        null,
        "",
        0);
  }

  @Test
  void actsOnItsEventAndSaysOnWhat() {
    Ruling ruling = decide(rule(LOST, ALWAYS), lost(7));
    assertTrue(ruling.acts());
    assertEquals("rule tell acts on outage 7 of hosta", ruling.because());
  }

  @Test
  void hearsNothingOfOtherEvents() {
    assertTrue(
        hear(rule(LOST, ALWAYS), new RuleEvent.MonitorBecame("hostb", Verdict.LOST, 8)).isEmpty());
    assertTrue(
        hear(rule(LOST, ALWAYS), new RuleEvent.MonitorBecame("hosta", Verdict.MISSING, 0))
            .isEmpty());
    assertTrue(
        hear(rule(LOST, ALWAYS), new RuleEvent.CheckBecame("smtp", CheckVerdict.FAILED, 1))
            .isEmpty());
  }

  @Test
  void hostsAreNamedWithoutRegardToCase() {
    RuleEvent event = new RuleEvent.MonitorBecame("hostA", Verdict.LOST, 8);
    assertEquals(1, hear(rule(LOST, ALWAYS), event).size());
  }

  @Test
  void actsOnceOnTheSameOutage() {
    decide(rule(LOST, ALWAYS), lost(7));
    Ruling again = decide(rule(LOST, ALWAYS), lost(7));
    assertEquals(
        "rule tell does not act on outage 7 of hosta: it has acted on it already", again.because());
    assertTrue(decide(rule(LOST, ALWAYS), lost(8)).acts());
  }

  @Test
  void lossAndReturnOfOneOutageAreTwoThings() {
    RuleSpec both =
        rule(new Trigger.MonitorBecomes(Set.of(), Set.of(Verdict.LOST, Verdict.UP)), ALWAYS);
    assertTrue(decide(both, lost(7)).acts());
    Ruling back = decide(both, new RuleEvent.MonitorBecame("hosta", Verdict.UP, 7));
    assertEquals("rule tell acts on the end of outage 7 of hosta", back.because());
  }

  @Test
  void eachEventIsAnotherOneWhereTheRuleSaysSo() {
    RuleSpec each = rule(LOST, ALWAYS, OncePer.EVENT, Cap.DEFAULT);
    assertTrue(decide(each, lost(7)).acts());
    assertTrue(decide(each, lost(7)).acts());
  }

  @Test
  void anEventThatIsAboutNothingButItselfIsAlwaysAnotherOne() {
    RuleSpec missing = rule(new Trigger.MonitorBecomes(Set.of(), Set.of(Verdict.MISSING)), ALWAYS);
    RuleEvent event = new RuleEvent.MonitorBecame("hosta", Verdict.MISSING, 0);
    assertEquals("rule tell acts on hosta being missing", decide(missing, event).because());
    assertTrue(decide(missing, event).acts());
  }

  @Test
  void waitsForSoManyLossesWithinATime() {
    RuleSpec three = rule(LOST, new Condition.Happened("hosta", Duration.ofHours(1), 3));
    facts.happened.put("hosta", 2);
    assertEquals(
        "rule tell does not act on outage 7 of hosta: 2 of 3 losses of hosta within 60 min",
        decide(three, lost(7)).because());
    facts.happened.put("hosta", 3);
    assertEquals(
        "rule tell acts on outage 8 of hosta: 3 of 3 losses of hosta within 60 min",
        decide(three, lost(8)).because());
  }

  @Test
  void conditionsSayWhatDecided() {
    facts.monitors.put("hostb", Verdict.UP);
    facts.checks.put("smtp", CheckVerdict.OK);
    Condition bLost = new Condition.MonitorIs("hostb", Set.of(Verdict.LOST, Verdict.MISSING));
    Condition smtpOk = new Condition.CheckIs("smtp", Set.of(CheckVerdict.OK));
    assertEquals("hostb is up, not missing or lost", why(bLost, false));
    assertEquals("hostb is up, not missing or lost", why(new Condition.Not(bLost), true));
    assertEquals("smtp is ok", why(new Condition.Not(smtpOk), false));
    assertEquals(
        "hostb is up, not missing or lost", why(new Condition.All(List.of(smtpOk, bLost)), false));
    assertEquals("smtp is ok", why(new Condition.Any(List.of(bLost, smtpOk)), true));
    assertEquals(
        "smtp is ok and smtp is ok", why(new Condition.All(List.of(smtpOk, smtpOk)), true));
  }

  private String why(Condition condition, boolean holds) {
    Conditions.Finding finding = new Conditions(facts).find(condition);
    assertEquals(holds, finding.holds(), finding.why());
    return finding.why();
  }

  @Test
  void whatIsNotKnownNeverHolds() {
    Condition is = new Condition.MonitorIs("gone", Set.of(Verdict.LOST));
    assertEquals("there is no monitor gone", why(is, false));
    assertEquals("there is no monitor gone", why(new Condition.Not(is), false));
    assertEquals(
        "there is no check gone",
        why(new Condition.Not(new Condition.CheckIs("gone", Set.of())), false));
    assertEquals(
        "there is no monitor or check gone",
        why(new Condition.Happened("gone", Duration.ofHours(1), 1), false));
  }

  @Test
  void leavesOutWhatItsCapDoesNotAllow() {
    RuleSpec capped = rule(LOST, ALWAYS, OncePer.INCIDENT, new Cap(1, Duration.ofHours(1)));
    facts.actions = 1;
    assertEquals(
        "rule tell does not act on outage 7 of hosta: it has acted once within 60 min, which is the"
            + " most that it may",
        decide(capped, lost(7)).because());
  }

  @Test
  void doesNothingInMaintenance() {
    facts.maintenance.put("hosta", "maintenance patch-day until 2026-11-22T03:00:00Z");
    assertEquals(
        "rule tell does not act on outage 7 of hosta: maintenance patch-day until"
            + " 2026-11-22T03:00:00Z",
        decide(rule(LOST, ALWAYS), lost(7)).because());
    facts.maintenance.clear();
    assertTrue(decide(rule(LOST, ALWAYS), lost(7)).acts(), "the key was not used");
  }

  @Test
  void leavesOutWhatWouldWaitBehindTooManyRuns() {
    facts.open = RuleBook.MOST_OPEN;
    assertEquals(
        "rule tell does not act on outage 7 of hosta: 100 of its runs are open already",
        decide(rule(LOST, ALWAYS), lost(7)).because());
  }

  @Test
  void actsOnChecksOperatorsTimesFilesAndRuns() {
    Instant two = Instant.parse("2026-11-23T02:00:00Z");
    record Case(Trigger trigger, RuleEvent event, String words) {}
    List<Case> cases =
        List.of(
            new Case(
                new Trigger.CheckBecomes(Set.of("smtp"), Set.of(CheckVerdict.FAILED)),
                new RuleEvent.CheckBecame("smtp", CheckVerdict.FAILED, 3),
                "incident 3 of smtp"),
            new Case(
                new Trigger.CheckBecomes(Set.of(), Set.of(CheckVerdict.OK)),
                new RuleEvent.CheckBecame("smtp", CheckVerdict.OK, 3),
                "the end of incident 3 of smtp"),
            new Case(
                new Trigger.CheckBecomes(Set.of(), Set.of(CheckVerdict.FAILING)),
                new RuleEvent.CheckBecame("smtp", CheckVerdict.FAILING, 0),
                "smtp being failing"),
            new Case(
                new Trigger.OperatorDid(Set.of("stop")),
                new RuleEvent.OperatorDid("stop", "hosta", "root (uid 0)"),
                "stop hosta by root (uid 0)"),
            new Case(
                new Trigger.CronDue("0 0 2 * * ?", ZoneId.of("UTC")),
                new RuleEvent.CronCame("tell", two),
                "its time 2026-11-23T02:00:00Z"),
            new Case(
                new Trigger.FileChanged("/etc/hosts"),
                new RuleEvent.FileChanged("/etc/hosts", "0123456789abcdef"),
                "the change of /etc/hosts (content 0123456789ab)"),
            new Case(
                new Trigger.FileChanged("/etc/hosts"),
                new RuleEvent.FileChanged("/etc/hosts", ""),
                "/etc/hosts being gone"),
            new Case(
                new Trigger.RunEnds(Set.of(RunKind.LOST_PULSE), Set.of(), Set.of(RunStatus.FAILED)),
                new RuleEvent.RunEnded(run(RunKind.LOST_PULSE, "hosta", RunStatus.FAILED)),
                "run 12 (lost-pulse of hosta, failed)"));
    for (Case each : cases) {
      assertEquals(
          "rule tell acts on " + each.words,
          decide(rule(each.trigger, ALWAYS), each.event).because());
    }
  }

  @Test
  void doesNotHearOfTheTimesOfOtherRules() {
    RuleSpec timed = rule(new Trigger.CronDue("0 0 2 * * ?", ZoneId.of("UTC")), ALWAYS);
    assertTrue(hear(timed, new RuleEvent.CronCame("other", Instant.EPOCH)).isEmpty());
  }

  @Test
  void aTimeIsActedOnOnceWhateverMakesEventsTheSame() {
    RuleSpec timed =
        rule(
            new Trigger.CronDue("0 0 2 * * ?", ZoneId.of("UTC")),
            ALWAYS,
            OncePer.EVENT,
            Cap.DEFAULT);
    assertTrue(decide(timed, new RuleEvent.CronCame("tell", Instant.EPOCH)).acts());
    assertFalse(decide(timed, new RuleEvent.CronCame("tell", Instant.EPOCH)).acts());
  }

  @Test
  void doesNotHearOfItsOwnRunsUnlessItNamesItself() {
    RuleEvent own = new RuleEvent.RunEnded(run(RunKind.RULE, "tell", RunStatus.FAILED));
    assertTrue(
        hear(rule(new Trigger.RunEnds(Set.of(), Set.of(), Set.of()), ALWAYS), own).isEmpty());
    assertTrue(
        hear(rule(new Trigger.RunEnds(Set.of(RunKind.RULE), Set.of(), Set.of()), ALWAYS), own)
            .isEmpty());
    assertEquals(
        1, hear(rule(new Trigger.RunEnds(Set.of(), Set.of("tell"), Set.of()), ALWAYS), own).size());
    RuleEvent others = new RuleEvent.RunEnded(run(RunKind.RULE, "other", RunStatus.FAILED));
    assertEquals(
        1, hear(rule(new Trigger.RunEnds(Set.of(), Set.of(), Set.of()), ALWAYS), others).size());
  }

  /** Whatever happens: a key acts once, and no stretch of time holds more actions than the cap. */
  @Property(tries = 500)
  void actsOncePerKeyAndNeverBeyondItsCap(
      @ForAll @Size(max = 80) List<@IntRange(min = 1, max = 6) Integer> outages,
      @ForAll @IntRange(min = 1, max = 3) int most,
      @ForAll @IntRange(min = 1, max = 10) int within) {
    RuleSpec rule = rule(LOST, ALWAYS, OncePer.INCIDENT, new Cap(most, Duration.ofSeconds(within)));
    Facts world = new Facts();
    Deque<Integer> acted = new ArrayDeque<>();
    List<Long> done = new ArrayList<>();
    int second = 0;
    for (int outage : outages) {
      second++;
      int now = second;
      world.actions = (int) acted.stream().filter(at -> now - at < within).count();
      Ruling ruling =
          RuleBook.decide(List.of(rule), lost(outage), "event " + second, world).getFirst();
      if (ruling.acts()) {
        assertFalse(done.contains((long) outage), "outage " + outage + " is acted on again");
        assertTrue(world.actions < most, "the cap is kept");
        done.add((long) outage);
        acted.add(now);
        world.fired.add(rule.name() + " " + ruling.key());
      } else {
        assertTrue(done.contains((long) outage) || world.actions >= most, ruling.because());
      }
    }
  }

  @Test
  void everyCommandIsToldByAWordThatRulesKnow() {
    HostName host = new HostName("hosta");
    Maintenance window =
        new Maintenance(
            "patch",
            Set.of(),
            new Maintenance.Once(Instant.EPOCH, Instant.EPOCH.plusSeconds(60)),
            null);
    Job job =
        new Job("j", "0 0 2 * * ?", ZoneId.of("UTC"), new Job.RunScript(ScriptRef.DEFAULT_LOST));
    List<OperatorCommand> all =
        List.of(
            new OperatorCommand.Add(MonitorSpec.withDefaults(host), true),
            new OperatorCommand.Delete(host),
            new OperatorCommand.Modify(host, null, 1, null, null, null, null, false),
            new OperatorCommand.Start(List.of(host)),
            new OperatorCommand.Stop(List.of(host)),
            new OperatorCommand.AddPath(host, "10.0.0.1", 0),
            new OperatorCommand.DeletePath(host, "10.0.0.1"),
            new OperatorCommand.ModifyPath(host, "10.0.0.1", "10.0.0.2", 0),
            new OperatorCommand.AddJob(job),
            new OperatorCommand.DeleteJob("j"),
            new OperatorCommand.RetryRun(1),
            new OperatorCommand.DismissRun(1),
            new OperatorCommand.AddMaintenance(window),
            new OperatorCommand.DeleteMaintenance("patch"));
    assertEquals(
        RuleEvent.OperatorDid.COMMANDS.stream().sorted().toList(),
        all.stream()
            .flatMap(each -> RuleEvent.OperatorDid.of(each, "root").stream())
            .map(each -> ((RuleEvent.OperatorDid) each).command())
            .sorted()
            .toList());
  }
}
