package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.failovermon.engine.decide.RuleBook;
import org.failovermon.engine.decide.RuleEvent;
import org.failovermon.engine.decide.RuleFacts;
import org.failovermon.engine.decide.Ruling;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Trigger;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Schedule;
import org.failovermon.engine.port.WatchedFiles;
import org.failovermon.engine.port.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force: hears what happens, lets the rule book decide, and has the key committed
 * together with the request of the run, so that no crash, restart or reload repeats or loses an
 * action. Nothing that happened before a rule came into force is told to it. Engine's thread only.
 */
final class Rules {
  private static final Logger log = LoggerFactory.getLogger(Rules.class);

  /** A time that is longer ago is left out, as that of a job is. */
  private static final Duration TOO_OLD = Duration.ofMinutes(1);

  private final Clock clock;
  private final Ledger ledger;
  private final Runs runs;
  private final Schedule schedule;
  private final WatchedFiles files;
  private final Map<String, RuleSpec> rules = new TreeMap<>();
  private final Map<String, LinkedHashSet<String>> keys = new HashMap<>();
  private final Map<String, Firing> newest = new HashMap<>();
  private final Map<String, String> lastWords = new HashMap<>();
  private final Map<String, Instant> lastTimes = new HashMap<>();
  private final Map<Long, String> about = new HashMap<>();
  private final Times actions = new Times();
  private final Times outages = new Times();
  private final Times incidents = new Times();
  private final Windows windows;
  private final Facts facts;
  private long events;
  private List<Schedule.RuleTime> times = List.of();
  private Set<String> watched = Set.of();

  Rules(
      Clock clock,
      Ledger ledger,
      Runs runs,
      Schedule schedule,
      WatchedFiles files,
      Windows windows,
      Function<String, Optional<Verdict>> monitors,
      Function<String, Optional<CheckVerdict>> checks) {
    this.clock = clock;
    this.ledger = ledger;
    this.runs = runs;
    this.schedule = schedule;
    this.files = files;
    this.windows = windows;
    this.facts = new Facts(windows, monitors, checks);
  }

  /** Takes over on what was acted, and when things happened, before the engine started. */
  void restore(Snapshot snapshot) {
    long now = clock.nanos();
    Instant wall = clock.wall();
    Snapshot.PolicyPart part = snapshot.policy();
    Map<String, List<Instant>> acted = new HashMap<>();
    for (Firing firing : part.firings()) {
      remember(firing);
      acted.computeIfAbsent(firing.rule(), rule -> new ArrayList<>()).add(firing.at());
    }
    acted.forEach((rule, at) -> actions.restore(rule, at, now, wall));
    part.outageTimes().forEach((host, at) -> outages.restore(key(host.value()), at, now, wall));
    part.incidentTimes().forEach((check, at) -> incidents.restore(check, at, now, wall));
  }

  /** Sets the rules. What a rule of the same name has acted on stays acted on. */
  void replace(Collection<RuleSpec> specs) {
    rules.clear();
    specs.forEach(spec -> rules.put(spec.name(), spec));
    lastWords.keySet().retainAll(rules.keySet());
    List<Schedule.RuleTime> newTimes = new ArrayList<>();
    Set<String> newWatched = new TreeSet<>();
    for (RuleSpec rule : rules.values()) {
      for (Trigger trigger : rule.triggers()) {
        if (trigger instanceof Trigger.CronDue cron) {
          newTimes.add(new Schedule.RuleTime(rule.name(), cron.cron(), cron.zone()));
        } else if (trigger instanceof Trigger.FileChanged file) {
          newWatched.add(file.file());
        }
      }
    }
    if (!newTimes.equals(times)) {
      times = List.copyOf(newTimes);
      schedule.setRuleTimes(times);
    }
    if (!newWatched.equals(watched)) {
      watched = Set.copyOf(newWatched);
      files.watch(watched);
    }
  }

  /** An outage of a host began. */
  void outageBegan(String host) {
    outages.add(key(host), clock.nanos());
  }

  /** An incident of a check began. */
  void incidentBegan(String check) {
    incidents.add(check, clock.nanos());
  }

  /** A cron expression of a rule came due. */
  void due(Event.RuleDue event) {
    String rule = event.rule();
    Instant at = event.scheduledFor();
    if (!rules.containsKey(rule) || !at.isAfter(lastTimes.getOrDefault(rule, Instant.MIN))) {
      return;
    }
    lastTimes.put(rule, at);
    if (at.plus(TOO_OLD).isBefore(clock.wall())) {
      journal(rule, "", "rule " + rule + " was due at " + at + ", which is too long ago; left out");
      return;
    }
    hear(new RuleEvent.CronCame(rule, at));
  }

  /** Something happened: each rule that it triggers acts, or says why it does not. */
  void hear(RuleEvent event) {
    if (rules.isEmpty()) {
      return;
    }
    events++;
    Instant now = clock.wall();
    for (Ruling ruling : RuleBook.decide(rules.values(), event, now + " #" + events, facts)) {
      String rule = ruling.rule().name();
      lastWords.put(rule, ruling.because());
      journal(rule, ruling.ground().name(), ruling.because());
      if (ruling.acts()) {
        act(ruling, event, now);
      }
    }
  }

  private void act(Ruling ruling, RuleEvent event, Instant now) {
    RuleSpec rule = ruling.rule();
    Firing firing = new Firing(rule.name(), ruling.key(), now);
    remember(firing);
    actions.add(rule.name(), clock.nanos());
    ledger.write(new Write.RuleFired(firing));
    about.put(runs.nextRun(), event.subject());
    runs.request(RunKind.RULE, rule.name(), 0, rule.action(), ruling.because());
  }

  private void remember(Firing firing) {
    LinkedHashSet<String> acted = keys.computeIfAbsent(firing.rule(), r -> new LinkedHashSet<>());
    acted.add(firing.key());
    if (acted.size() > Snapshot.PolicyPart.MOST_FIRINGS) {
      acted.removeFirst();
    }
    newest.put(firing.rule(), firing);
  }

  /**
   * Why a run of a rule may not start now: a maintenance window that covers what it is about; else
   * empty. What a run of an engine before this one is about is not known, so any window keeps it.
   */
  String held(long run) {
    String subject = about.get(run);
    return subject == null ? windows.reasonForAny() : facts.maintenance(subject);
  }

  /** A run of a rule ended. */
  void forget(long run) {
    about.remove(run);
  }

  /** Every rule, for those who look. */
  List<EngineView.RuleView> view() {
    return rules.values().stream()
        .map(
            rule ->
                new EngineView.RuleView(
                    rule,
                    Optional.ofNullable(newest.get(rule.name())).map(Firing::at).orElse(null),
                    lastWords.getOrDefault(rule.name(), "")))
        .toList();
  }

  private void journal(String rule, String ground, String text) {
    log.info("{}", text);
    ledger.write(
        new Write.Append(
            new LogEntry(
                clock.wall(), LogEntry.Kind.RULE, rule, "", ground, text, LogEntry.ENGINE)));
  }

  private static String key(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  /** What the rule book asks. */
  private final class Facts implements RuleFacts {
    private final Windows windows;
    private final Function<String, Optional<Verdict>> monitors;
    private final Function<String, Optional<CheckVerdict>> checks;

    Facts(
        Windows windows,
        Function<String, Optional<Verdict>> monitors,
        Function<String, Optional<CheckVerdict>> checks) {
      this.windows = windows;
      this.monitors = monitors;
      this.checks = checks;
    }

    @Override
    public Optional<Verdict> monitor(String host) {
      return monitors.apply(host);
    }

    @Override
    public Optional<CheckVerdict> check(String check) {
      return checks.apply(check);
    }

    @Override
    public int happened(String subject, Duration within) {
      return monitors.apply(subject).isPresent()
          ? outages.within(key(subject), within, clock.nanos())
          : incidents.within(subject, within, clock.nanos());
    }

    @Override
    public boolean fired(String rule, String key) {
      return keys.getOrDefault(rule, new LinkedHashSet<>()).contains(key);
    }

    @Override
    public int actions(String rule, Duration within) {
      return actions.within(rule, within, clock.nanos());
    }

    @Override
    public int open(String rule) {
      return runs.open(RunKind.RULE, rule);
    }

    @Override
    public String maintenance(String subject) {
      return subject.isEmpty() ? windows.reasonForAll() : windows.reason(subject);
    }
  }
}
