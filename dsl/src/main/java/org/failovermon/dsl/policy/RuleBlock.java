package org.failovermon.dsl.policy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.failovermon.dsl.compile.Nearest;
import org.failovermon.dsl.words.RuleWords;
import org.failovermon.engine.decide.RuleEvent;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Condition;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Trigger;
import org.jspecify.annotations.Nullable;

/** Reads a rule block. */
final class RuleBlock extends ActionBlock implements RuleWords {
  private static final List<String> COMMANDS = RuleEvent.OperatorDid.COMMANDS;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(31);

  private final Spot spot;
  private final List<Trigger> triggers = new ArrayList<>();
  private Condition condition = new Condition.Always();
  private RuleSpec.OncePer same = RuleSpec.OncePer.INCIDENT;
  private RuleSpec.Cap cap = RuleSpec.Cap.DEFAULT;

  RuleBlock(Reading reading, String name, Spot spot) {
    super(reading, name, RunKind.RULE);
    this.spot = spot;
  }

  @Override
  String noun() {
    return "rule";
  }

  @Override
  public void on(Trigger... events) {
    Spot here = spot("on");
    wasOn = true;
    if (events.length == 0) {
      problem(here, "'on' names no event; write one after it, as in: on lost('hostA')");
    }
    triggers.addAll(Arrays.asList(events));
  }

  private boolean wasOn;

  @Override
  public Trigger lost(String... hosts) {
    return becomes("lost", hosts, Verdict.LOST);
  }

  @Override
  public Trigger up(String... hosts) {
    return becomes("up", hosts, Verdict.UP);
  }

  @Override
  public Trigger missing(String... hosts) {
    return becomes("missing", hosts, Verdict.MISSING);
  }

  @Override
  public Trigger heldBack(String... hosts) {
    return becomes("heldBack", hosts, Verdict.HELD_BACK);
  }

  @Override
  public Trigger cannotJudge(String... hosts) {
    return becomes("cannotJudge", hosts, Verdict.CANNOT_JUDGE);
  }

  private Trigger becomes(String word, String[] hosts, Verdict verdict) {
    return new Trigger.MonitorBecomes(names(word, Draft.Target.MONITOR, hosts), Set.of(verdict));
  }

  @Override
  public Trigger failed(String... checks) {
    return checkBecomes("failed", checks, CheckVerdict.FAILED);
  }

  @Override
  public Trigger failing(String... checks) {
    return checkBecomes("failing", checks, CheckVerdict.FAILING);
  }

  @Override
  public Trigger recovered(String... checks) {
    return checkBecomes("recovered", checks, CheckVerdict.OK);
  }

  private Trigger checkBecomes(String word, String[] checks, CheckVerdict verdict) {
    return new Trigger.CheckBecomes(names(word, Draft.Target.CHECK, checks), Set.of(verdict));
  }

  private Set<String> names(String word, Draft.Target target, String[] names) {
    Spot here = spot(word);
    for (String each : names) {
      reading().refer(target, each, here);
    }
    return new LinkedHashSet<>(Arrays.asList(names));
  }

  @Override
  public Trigger operatorDid(String... commands) {
    Spot here = spot("operatorDid");
    for (String command : commands) {
      if (!COMMANDS.contains(command)) {
        problem(
            here, "there is no command '" + command + "'" + Nearest.suggestion(command, COMMANDS));
      }
    }
    return new Trigger.OperatorDid(new LinkedHashSet<>(Arrays.asList(commands)));
  }

  @Override
  public Trigger cron(String expression) {
    return cron(Map.of(), expression);
  }

  @Override
  public Trigger cron(Map<String, ?> options, String expression) {
    Spot here = spot("cron");
    Object name = options.get("zone");
    ZoneId zone = name == null ? null : reading().zone(name.toString(), here.at("zone"));
    String checked = reading().cron(expression, here);
    return new Trigger.CronDue(
        checked == null ? expression : checked,
        MonitorBlock.first(zone, reading().inherited().zone(), reading().settings().zone()));
  }

  @Override
  public Trigger fileChanged(String file) {
    Spot here = spot("fileChanged");
    if (!file.startsWith("/") || file.length() > 4_096 || file.indexOf('\0') >= 0) {
      problem(
          here,
          "'fileChanged' takes an absolute path, as in '/etc/resolv.conf', was '" + file + "'");
    }
    return new Trigger.FileChanged(file);
  }

  @Override
  public Trigger runEnded(Map<String, ?> options) {
    Spot here = spot("runEnded");
    Set<String> of = texts(options.get("of"));
    for (String each : of) {
      reading().refer(Draft.Target.RUNNER, each, here.at("of"));
    }
    return new Trigger.RunEnds(
        values(here.at("kind"), options.get("kind"), RunKind.values(), RunKind::word),
        of,
        values(here.at("how"), options.get("how"), ended(), RunStatus::word));
  }

  private static RunStatus[] ended() {
    return new RunStatus[] {
      RunStatus.SUCCEEDED,
      RunStatus.FAILED,
      RunStatus.TIMED_OUT,
      RunStatus.UNKNOWN,
      RunStatus.SKIPPED
    };
  }

  private static Set<String> texts(@Nullable Object given) {
    Set<String> texts = new LinkedHashSet<>();
    if (given instanceof Iterable<?> several) {
      several.forEach(each -> texts.add(String.valueOf(each)));
    } else if (given != null) {
      texts.add(given.toString());
    }
    return texts;
  }

  private <T> Set<T> values(
      Spot here, @Nullable Object given, T[] known, Function<T, String> word) {
    Set<T> found = new LinkedHashSet<>();
    List<String> words = Arrays.stream(known).map(word).toList();
    for (String text : texts(given)) {
      int index = words.indexOf(text);
      if (index >= 0) {
        found.add(known[index]);
      } else {
        problem(
            here,
            "'" + here.word() + "' does not know '" + text + "'" + Nearest.suggestion(text, words));
      }
    }
    return found;
  }

  @Override
  public void when(Condition wanted) {
    once("when");
    condition = wanted;
  }

  @Override
  public Condition happened(String name, Duration time, int times) {
    Spot here = spot("happened");
    reading().refer(Draft.Target.MONITOR_OR_CHECK, name, here);
    within(here, time, SHORTEST, LONGEST);
    within(here, times, 1, CheckBlock.MOST);
    return new Condition.Happened(name, time, times);
  }

  @Override
  public Condition isLost(String host) {
    reading().refer(Draft.Target.MONITOR, host, spot("isLost"));
    return new Condition.MonitorIs(host, Set.of(Verdict.LOST));
  }

  @Override
  public Condition isUp(String host) {
    reading().refer(Draft.Target.MONITOR, host, spot("isUp"));
    return new Condition.MonitorIs(host, Set.of(Verdict.UP));
  }

  @Override
  public Condition isFailed(String check) {
    reading().refer(Draft.Target.CHECK, check, spot("isFailed"));
    return new Condition.CheckIs(check, Set.of(CheckVerdict.FAILED, CheckVerdict.RECOVERING));
  }

  @Override
  public Condition isWell(String check) {
    reading().refer(Draft.Target.CHECK, check, spot("isWell"));
    return new Condition.CheckIs(check, Set.of(CheckVerdict.OK, CheckVerdict.FAILING));
  }

  @Override
  public Condition not(Condition part) {
    return new Condition.Not(part);
  }

  @Override
  public Condition all(Condition... parts) {
    return new Condition.All(parts("all", parts));
  }

  @Override
  public Condition any(Condition... parts) {
    return new Condition.Any(parts("any", parts));
  }

  private List<Condition> parts(String word, Condition[] parts) {
    if (parts.length == 0) {
      problem(
          spot(word), "'" + word + "' names no condition; write one into it, as in isUp('hostB')");
    }
    return Arrays.asList(parts);
  }

  @Override
  public void atMost(int actions, Duration time) {
    Spot here = once("atMost");
    if (within(here, actions, 1, CheckBlock.MOST) && within(here, time, SHORTEST, LONGEST)) {
      cap = new RuleSpec.Cap(actions, time);
    }
  }

  @Override
  public void oncePer(RuleSpec.OncePer what) {
    once("oncePer");
    same = what;
  }

  @Override
  public RuleSpec.OncePer getIncident() {
    return RuleSpec.OncePer.INCIDENT;
  }

  @Override
  public RuleSpec.OncePer getEvent() {
    return RuleSpec.OncePer.EVENT;
  }

  /** Makes the definition. */
  void finish() {
    boolean named = Names.check(reading(), "rule", name(), spot);
    if (!wasOn) {
      problem(spot, "rule '" + name() + "' does not say on what; add on, as in: on lost('hostA')");
    }
    if (!wasSaid("action")) {
      problem(
          spot,
          "rule '"
              + name()
              + "' does not say what to do; add action, as in: action 'tell-on-call.groovy'");
    }
    ScriptRef script = action();
    if (named && !triggers.isEmpty() && script != null) {
      reading()
          .define(
              new Draft.Definition.Rule(
                  new RuleSpec(
                      name(), triggers, condition, same, cap, script, deadline(), spot.place()),
                  spot));
    }
  }
}
