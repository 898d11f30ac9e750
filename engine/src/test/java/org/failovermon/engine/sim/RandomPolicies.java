package org.failovermon.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.RuleSpec.Cap;
import org.failovermon.engine.model.policy.RuleSpec.OncePer;
import org.failovermon.engine.model.policy.Trigger;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.OperatorCommand;

/**
 * A world whose checks, rules and windows come from a seed, and whose policies are edited while
 * services fail, hosts crash, and the engine is killed, paused and starved. After a minute all is
 * mended, and everything must come to rest.
 */
final class RandomPolicies {
  private static final Duration TROUBLE = Duration.ofSeconds(80);
  private static final List<String> SERVICES = List.of("smtp", "www", "dns", "hosta/imap");
  private static final String FILE = "/etc/mail.conf";

  final Lab lab;
  final PolicyRules audit;
  private final Chance chance;
  private final SimHost host;
  private final List<CheckSpec> checks = new ArrayList<>();
  private final List<RuleSpec> rules = new ArrayList<>();
  private final List<Maintenance> windows = new ArrayList<>();

  RandomPolicies(long seed) {
    lab = new Lab(seed, RandomWorld.SETTINGS);
    chance = lab.world.chance("policies");
    host = lab.world.host("hosta", "10.0.0.1");
    addWindows();
    audit = new PolicyRules(lab.watch, windows);
    SERVICES.forEach(this::addCheck);
    SERVICES.forEach(this::addRules);
    addOtherRules();
    lab.watch.probe(audit);
  }

  private void addWindows() {
    Instant beginning = lab.watch.clock().wall();
    for (int i = chance.between(0, 3); i > 0; i--) {
      Instant from = beginning.plusSeconds(chance.between(5, 60));
      Duration lasts = Duration.ofSeconds(chance.between(2, 25));
      windows.add(Specs.window("window" + i, from, lasts, chance.oneOf(SERVICES)));
    }
    if (chance.happens(0.3)) {
      Duration lasts = Duration.ofSeconds(chance.between(1, 8));
      windows.add(Specs.recurring("often", "0/20 * * * * ?", lasts, chance.oneOf(SERVICES)));
    }
  }

  private void addCheck(String name) {
    CheckSpec.Flap flap =
        chance.happens(0.3)
            ? new CheckSpec.Flap(chance.between(2, 6), Duration.ofSeconds(chance.between(5, 30)))
            : null;
    String[] parents =
        name.equals("www")
            ? new String[] {"dns"}
            : name.equals("hosta/imap") ? new String[] {"hosta", "www"} : new String[0];
    CheckSpec check =
        Specs.every(
            chance.between(Duration.ofMillis(100), Duration.ofSeconds(3)),
            Specs.check(name, chance.between(1, 4), chance.between(1, 3), flap, parents));
    checks.add(check);
    audit.know(check);
  }

  private void addRules(String check) {
    String name = "tell-" + check.replace('/', '-');
    addRule(name, check, Specs.becomes(check, CheckVerdict.FAILED, CheckVerdict.OK));
  }

  private void addOtherRules() {
    addRule("tell-hosta", "hosta", Specs.becomes("hosta", Verdict.LOST, Verdict.UP));
    addRule("missing-hosta", "hosta", Specs.becomes("hosta", Verdict.MISSING));
    addRule("runs", "", new Trigger.RunEnds(Set.of(), Set.of(), Set.of()));
    addRule("operators", "", new Trigger.OperatorDid(Set.of()));
    addRule("file", "", new Trigger.FileChanged(FILE));
    addRule("timed", "", new Trigger.CronDue("0 0 2 * * ?", ZoneOffset.UTC));
  }

  private void addRule(String name, String subject, Trigger trigger) {
    RuleSpec rule =
        Specs.rule(
            name,
            aCondition(2),
            chance.oneOf(List.of(OncePer.INCIDENT, OncePer.EVENT)),
            new Cap(chance.between(1, 4), Duration.ofSeconds(chance.between(1, 60))),
            trigger);
    rules.add(rule);
    audit.know(rule, subject);
    lab.watch
        .scripts()
        .script(
            name + ".groovy",
            SimScripts.Script.succeeds(
                chance.between(Duration.ofMillis(10), Duration.ofSeconds(4))));
  }

  private Condition aCondition(int depth) {
    String service = chance.oneOf(SERVICES);
    return switch (depth == 0 ? chance.between(0, 3) : chance.between(0, 7)) {
      case 0, 1 -> Specs.ALWAYS;
      case 2 -> new Condition.CheckIs(service, Set.of(CheckVerdict.OK, CheckVerdict.FAILED));
      case 3 -> new Condition.Happened(service, Duration.ofSeconds(30), chance.between(1, 2));
      case 4 -> new Condition.Not(aCondition(depth - 1));
      case 5 -> new Condition.Any(List.of(aCondition(depth - 1), Specs.ALWAYS));
      default -> new Condition.All(List.of(aCondition(depth - 1), Specs.ALWAYS));
    };
  }

  /** Lives through all of it; throws what breaks. */
  void live() {
    lab.watching("hosta");
    edit(1.0);
    for (int i = chance.between(20, 70); i > 0; i--) {
      lab.world.at(chance.between(Duration.ofSeconds(6), TROUBLE), this::strike);
    }
    lab.world.run(TROUBLE);
    lab.world.say("world", "everything is mended");
    lab.watch.checks().mendAll();
    lab.watch.disk().mend();
    lab.watch.goOn();
    lab.watch.starve(Spread.always(Duration.ZERO));
    lab.watch.boot();
    lab.watch.start();
    host.boot();
    edit(1.0);
    lab.world.runFor(Duration.ofSeconds(60));
    for (int round = 0; round < 20 && !openRuns().isEmpty(); round++) {
      openRuns().forEach(run -> lab.watch.operate(new OperatorCommand.DismissRun(run)));
      lab.world.runFor(Duration.ofSeconds(20));
    }
    mustBeAtRest();
  }

  private List<Long> openRuns() {
    return lab.watch.disk().image().snapshot().openRuns().stream()
        .filter(run -> run.kind() == RunKind.RULE && run.status() == RunStatus.UNKNOWN)
        .map(run -> run.id())
        .toList();
  }

  private void strike() {
    Observer watch = lab.watch;
    Duration lasting =
        chance.happens(0.3)
            ? chance.between(Duration.ofSeconds(3), Duration.ofSeconds(20))
            : chance.between(Duration.ofMillis(20), Duration.ofSeconds(3));
    switch (chance.between(0, 19)) {
      case 0, 1, 2, 3, 4, 5 -> {
        String service = chance.oneOf(SERVICES);
        watch.checks().is(service, chance.oneOf(List.of(Status.values())));
        lab.world.after(lasting, () -> watch.checks().is(service, Status.OK));
      }
      case 6 -> {
        String service = chance.oneOf(SERVICES);
        watch.checks().silent(service);
        lab.world.after(lasting, () -> watch.checks().is(service, Status.OK));
      }
      case 7 -> {
        host.crash();
        lab.world.after(lasting, host::boot);
      }
      case 8, 9, 10 -> edit(0.7);
      case 11 -> watch.restart(lasting);
      case 12 -> {
        watch.killAtPortCall(chance.between(1, 60));
        lab.world.after(lasting, watch::start);
      }
      case 13 -> watch.pause(lasting);
      case 14 -> {
        watch.disk().fill();
        lab.world.after(lasting, watch.disk()::mend);
      }
      case 15 -> watch.reboot(lasting);
      case 16 -> watch.files().write(FILE, "content " + chance.between(0, 3));
      case 17 -> watch.ruleDue("timed", watch.clock().wall());
      case 18 -> watch.operate(new OperatorCommand.Stop(List.of(new HostName("hosta"))));
      default -> watch.operate(new OperatorCommand.Start(List.of(new HostName("hosta"))));
    }
  }

  /** Each check and rule is in the files or not; windows always are. */
  private void edit(double share) {
    List<CheckSpec> some = checks.stream().filter(check -> chance.happens(share)).toList();
    List<RuleSpec> others = rules.stream().filter(rule -> chance.happens(share)).toList();
    lab.watch.policies().edit(new PolicySet(List.of(), some, others, List.of(), windows));
  }

  private void mustBeAtRest() {
    for (EngineView.CheckView view : lab.watch.view().orElseThrow().checks()) {
      if (view.state().verdict() != CheckVerdict.OK && !view.state().flapping()) {
        throw new InvariantBroken("a service that is well is ok in the end", view.toString());
      }
    }
    if (!openRuns().isEmpty()) {
      throw new InvariantBroken("every run of a rule ends", openRuns().toString());
    }
  }
}
