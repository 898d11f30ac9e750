package org.failovermon.app.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Write;
import org.failovermon.engine.sim.Observer;
import org.failovermon.engine.sim.Probe;

/**
 * What must hold of rules, jobs and windows in every storm: a rule that is in force acts on a key
 * once, within its cap, and never on what was before it; a time of a job is acted on once; nothing
 * starts in maintenance.
 */
final class DutyRules implements Probe, StormRules.Hearer {
  private static final Pattern OUTAGE = Pattern.compile("outage (\\d+) of .*");

  private final Observer observer;
  private final StormRules sets;
  private final Set<String> keys = new HashSet<>();
  private final Map<String, List<Instant>> acted = new HashMap<>();
  private final Map<String, Instant> since = new HashMap<>();
  private final SortedMap<String, Time> times = new TreeMap<>();
  private final Set<String> fired = new HashSet<>();
  private int actions;
  private int jobs;

  /**
   * A time of a job that came.
   *
   * @param of the job as it was then
   * @param at the time
   */
  private record Time(Meaning.Placed of, Instant at) {}

  DutyRules(Observer observer, StormRules sets) {
    this.observer = observer;
    this.sets = sets;
  }

  /** Actions of rules so far. */
  int actions() {
    return actions;
  }

  /** Times of jobs that were acted on so far. */
  int jobs() {
    return jobs;
  }

  @Override
  public void offered(Meaning set) {
    set.names(Owned.Kind.RULE).forEach(rule -> since.putIfAbsent(rule, observer.clock().wall()));
  }

  @Override
  public void inForce(Meaning now) {
    since.keySet().retainAll(now.names(Owned.Kind.RULE));
    times
        .entrySet()
        .removeIf(
            each ->
                !now.duty(Owned.Kind.JOB, each.getKey()).equals(Optional.of(each.getValue().of())));
    fired.removeIf(each -> !times.containsKey(each.substring(0, each.indexOf(' '))));
  }

  /** The time of a job comes. */
  void due(String job, Instant at) {
    sets.running()
        .duty(Owned.Kind.JOB, job)
        .ifPresent(placed -> times.put(job, new Time(placed, at)));
    observer.jobDue(job, at);
  }

  /** The newest time of each job comes once more. */
  void dueOnceMore() {
    times.forEach((job, time) -> observer.jobDue(job, time.at()));
  }

  private Stream<Meaning> inQuestion() {
    return Stream.of(sets.running(), sets.asked());
  }

  @Override
  public void durable(Observer of, long batch, List<Write> writes) {
    for (Write write : writes) {
      if (write instanceof Write.RuleFired each) {
        fired(each.firing());
      } else if (write instanceof Write.JobFired each) {
        jobs++;
        String what = each.name() + " " + each.scheduledFor();
        StormRules.must(
            inQuestion().anyMatch(set -> set.names(Owned.Kind.JOB).contains(each.name())),
            "only what is in force acts",
            "job " + what);
        if (times.containsKey(each.name())) {
          StormRules.must(fired.add(what), "a time of a job is acted on once", what);
        }
      }
    }
  }

  private void fired(Firing firing) {
    actions++;
    String rule = firing.rule();
    String what = rule + " on " + firing.key();
    StormRules.must(keys.add(what), "a rule acts on a key once", what);
    List<Instant> all = acted.computeIfAbsent(rule, any -> new ArrayList<>());
    all.add(firing.at());
    Instant minute = firing.at().minus(Duration.ofMinutes(1));
    long recent = all.stream().filter(minute::isBefore).count();
    List<Duty> rules =
        inQuestion()
            .flatMap(set -> set.duty(Owned.Kind.RULE, rule).stream())
            .map(Meaning.Placed::duty)
            .toList();
    StormRules.must(!rules.isEmpty(), "only what is in force acts", what);
    StormRules.must(
        rules.stream().anyMatch(each -> recent <= each.number()), "a rule keeps its cap", what);
    Matcher outage = OUTAGE.matcher(firing.key());
    if (outage.matches()) {
      Instant lost = outage(Long.parseLong(outage.group(1))).lostAt();
      Instant begin = since.getOrDefault(rule, Instant.MIN);
      StormRules.must(
          !lost.isBefore(begin),
          "a rule does not act on what was before it",
          what + ", lost at " + lost + ", before " + begin);
    }
  }

  private Outage outage(long id) {
    return observer.disk().image().outages().stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void started(Observer of, Actions.Order order) {
    Run run = order.run();
    Instant now = observer.clock().wall();
    StormRules.must(
        !inQuestion().allMatch(set -> set.maintenance(subject(set, run), now)),
        "nothing starts in maintenance",
        run.toString());
  }

  /** The host that a run is about, or empty. */
  private static String subject(Meaning set, Run run) {
    return switch (run.kind()) {
      case LOST_PULSE, REGAIN_PULSE -> run.subject();
      case JOB -> "";
      case RULE ->
          set.duty(Owned.Kind.RULE, run.subject()).map(each -> each.duty().host()).orElse("");
    };
  }
}
