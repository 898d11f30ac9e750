package org.failovermon.engine.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/**
 * Compares a set of policies with the installation as it is: which writes bring it into force, and
 * what to say of each change. A pure function. What is unchanged is not written; what belongs to no
 * policy file is never touched, and a policy that names such an entry is refused, with the whole
 * set.
 *
 * <p>An interval that the calendar of the monitor's own jobs has set is in force and no difference
 * (see {@link Job.SetInterval}).
 */
public final class Reconcile {
  private final Known known;
  private final PolicySet before;
  private final PolicySet after;
  private final Instant now;
  private final List<Write> writes = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final Map<Owned.Kind, Map<String, Owned>> gone = new LinkedHashMap<>();

  private Reconcile(Known known, PolicySet before, PolicySet after, Instant now) {
    this.known = known;
    this.before = before;
    this.after = after;
    this.now = now;
  }

  /**
   * A line of the journal.
   *
   * @param subject the entry that changes
   * @param text what happens to it, as a sentence
   */
  public record Line(String subject, String text) {}

  /**
   * How a set comes into force.
   *
   * @param writes what to commit, together; empty when nothing changes or the set is refused
   * @param lines what changes, for the journal and the operator
   * @param refusals why the set cannot come into force; empty when it can
   */
  public record Plan(List<Write> writes, List<Line> lines, List<String> refusals) {
    /** Copies the lists. */
    public Plan {
      writes = List.copyOf(writes);
      lines = List.copyOf(lines);
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Compares.
   *
   * @param known the installation as it is
   * @param before the set in force in this process; empty at a start. What the store does not keep
   *     (members, dependencies, deadlines, checks, rules, windows) is compared with it, for the
   *     sentences alone
   * @param after the set that is to come into force
   * @param now the wall time, for the states of monitors that are new
   */
  public static Plan plan(Known known, PolicySet before, PolicySet after, Instant now) {
    Reconcile reconcile = new Reconcile(known, before, after, now);
    reconcile.all();
    return reconcile.refusals.isEmpty()
        ? new Plan(reconcile.writes, reconcile.lines, List.of())
        : new Plan(List.of(), List.of(), reconcile.refusals);
  }

  private void all() {
    for (Owned owned : known.owned()) {
      gone.computeIfAbsent(owned.kind(), kind -> new LinkedHashMap<>()).put(owned.key(), owned);
    }
    Map<String, MonitorPolicy> monitorsBefore = index(before.monitors(), Reconcile::key);
    after.monitors().forEach(each -> monitor(monitorsBefore.get(key(each)), each));
    Map<String, JobPolicy> jobsBefore = index(before.jobs(), each -> each.job().name());
    after.jobs().forEach(each -> job(jobsBefore.get(each.job().name()), each));
    Map<String, CheckSpec> checksBefore = index(before.checks(), CheckSpec::name);
    after.checks().forEach(each -> check(checksBefore.get(each.name()), each));
    Map<String, RuleSpec> rulesBefore = index(before.rules(), RuleSpec::name);
    after.rules().forEach(each -> rule(rulesBefore.get(each.name()), each));
    Map<String, Maintenance> windowsBefore = index(before.windows(), Maintenance::name);
    after.windows().forEach(each -> window(windowsBefore.get(each.name()), each));
    gone.values().forEach(entries -> entries.values().forEach(this::remove));
  }

  private void monitor(@Nullable MonitorPolicy was, MonitorPolicy policy) {
    MonitorSpec spec = policy.spec();
    HostName host = spec.host();
    Optional<MonitorSpec> old = known.monitor(host);
    Owned owned = own(Owned.Kind.MONITOR, host.value(), policy.place());
    if (old.isPresent() && owned == null) {
      refuse(policy.place(), Owned.Kind.MONITOR, host.value(), "failovermon delete " + host);
      return;
    }
    if (old.isEmpty()) {
      writes.add(new Write.PutMonitor(spec));
      policy.paths().forEach(path -> writes.add(new Write.PutPath(path)));
      MonitorState added = MonitorState.added(host, now);
      writes.add(new Write.PutState(policy.started() ? added.meantToRun(true) : added));
      isNew("monitor", host.value(), policy.place(), policy.started() ? "; it is started" : "");
      return;
    }
    Differences differences = new Differences();
    MonitorSpec wanted = withIntervalInForce(spec, old.get());
    if (!wanted.equals(old.get())) {
      writes.add(new Write.PutMonitor(wanted));
      specDifferences(differences, old.get(), wanted);
    }
    paths(differences, host, policy.paths());
    if (was != null) {
      differences
          .value("needs", was.members(), policy.members(), Members::say)
          .value("depends on", was.dependsOn(), policy.dependsOn(), Reconcile::names)
          .value("deadline", was.runDeadline(), policy.runDeadline(), Durations::show);
    }
    changed("monitor", host.value(), owned, policy.place(), differences);
  }

  private MonitorSpec withIntervalInForce(MonitorSpec wanted, MonitorSpec old) {
    Duration inForce = old.interval();
    if (inForce.equals(wanted.interval())) {
      return wanted;
    }
    boolean byCalendar =
        after.jobs().stream()
            .map(policy -> policy.job().action())
            .anyMatch(new Job.SetInterval(wanted.host(), inForce)::equals);
    return byCalendar ? wanted.withInterval(inForce) : wanted;
  }

  private static void specDifferences(Differences all, MonitorSpec old, MonitorSpec wanted) {
    all.value("interval", old.interval(), wanted.interval(), Durations::show)
        .value("retries", old.retries(), wanted.retries(), String::valueOf)
        .value("timeout", old.timeout(), wanted.timeout(), Durations::show)
        .value("lost-pulse", old.lostPulse(), wanted.lostPulse(), String::valueOf)
        .value("regain-pulse", old.regainPulse(), wanted.regainPulse(), String::valueOf)
        .value("start at reboot", old.startAtReboot(), wanted.startAtReboot(), String::valueOf);
  }

  private void paths(Differences differences, HostName host, List<CommPath> wanted) {
    Map<String, CommPath> old = new LinkedHashMap<>();
    known.paths(host).forEach(path -> old.put(path.address(), path));
    for (CommPath path : wanted) {
      CommPath same = old.remove(path.address());
      if (same == null) {
        differences.words("path " + path.address() + " added");
      } else if (!same.equals(path)) {
        differences.words("path " + path.address() + " port " + same.port() + " → " + path.port());
      }
      if (!path.equals(same)) {
        writes.add(new Write.PutPath(path));
      }
    }
    for (CommPath path : old.values()) {
      writes.add(new Write.DeletePath(host, path.address()));
      differences.words("path " + path.address() + " gone");
    }
  }

  private void job(@Nullable JobPolicy was, JobPolicy policy) {
    Job job = policy.job();
    Optional<Job> old = known.job(job.name());
    Owned owned = own(Owned.Kind.JOB, job.name(), policy.place());
    if (old.isPresent() && owned == null) {
      refuse(policy.place(), Owned.Kind.JOB, job.name(), "failovermon job delete " + job.name());
      return;
    }
    if (old.isEmpty()) {
      writes.add(new Write.PutJob(job));
      isNew("job", job.name(), policy.place(), "");
      return;
    }
    Differences differences = new Differences();
    if (!job.equals(old.get())) {
      writes.add(new Write.PutJob(job));
      differences
          .value("cron", old.get().cron(), job.cron(), cron -> "'" + cron + "'")
          .value("zone", old.get().zone(), job.zone(), String::valueOf)
          .value("action", old.get().action(), job.action(), Reconcile::say);
    }
    if (was != null) {
      differences.value("deadline", was.deadline(), policy.deadline(), Durations::show);
    }
    changed("job", job.name(), owned, policy.place(), differences);
  }

  private void check(@Nullable CheckSpec was, CheckSpec spec) {
    Owned owned = own(Owned.Kind.CHECK, spec.name(), spec.place());
    if (owned == null) {
      isNew("check", spec.name(), spec.place(), "");
      return;
    }
    Differences differences = new Differences();
    if (was != null) {
      differences.value("asks", was.probe().target(), spec.probe().target(), Function.identity());
      if (differences.none()) {
        differences.part("how it asks", was.probe(), spec.probe());
      }
      differences
          .value("interval", was.interval(), spec.interval(), Durations::show)
          .value("timeout", was.timeout(), spec.timeout(), Durations::show)
          .value("failAfter", was.failAfter(), spec.failAfter(), String::valueOf)
          .value("recoverAfter", was.recoverAfter(), spec.recoverAfter(), String::valueOf)
          .part("flapping", was.flap(), spec.flap())
          .value("depends on", was.dependsOn(), spec.dependsOn(), Reconcile::names);
    }
    changed("check", spec.name(), owned, spec.place(), differences);
  }

  private void rule(@Nullable RuleSpec was, RuleSpec spec) {
    Owned owned = own(Owned.Kind.RULE, spec.name(), spec.place());
    if (owned == null) {
      isNew("rule", spec.name(), spec.place(), "; it does not see what was before");
      return;
    }
    Differences differences = new Differences();
    if (was != null) {
      differences
          .part("on what it acts", was.triggers(), spec.triggers())
          .part("its condition", was.condition(), spec.condition())
          .part("once per what", was.oncePer(), spec.oncePer())
          .part("its cap", was.cap(), spec.cap())
          .value("action", was.action(), spec.action(), String::valueOf)
          .value("deadline", was.deadline(), spec.deadline(), Durations::show);
    }
    changed("rule", spec.name(), owned, spec.place(), differences);
  }

  private void window(@Nullable Maintenance was, Maintenance window) {
    Place place = window.place();
    if (place == null) {
      throw new IllegalArgumentException("a window of a policy has a place: " + window.name());
    }
    String name = window.name();
    Owned owned = own(Owned.Kind.WINDOW, name, place);
    if (known.window(name).isPresent()) {
      refuse(place, Owned.Kind.WINDOW, name, "failovermon maintenance delete " + name);
      return;
    }
    if (owned == null) {
      isNew("maintenance window", name, place, "");
      return;
    }
    Differences differences = new Differences();
    if (was != null) {
      differences
          .part("when", was.window(), window.window())
          .part("for whom", was.subjects(), window.subjects());
    }
    changed("maintenance window", name, owned, place, differences);
  }

  /** The entry as it was owned, or null; from now on it is owned at this place. */
  private @Nullable Owned own(Owned.Kind kind, String name, Place place) {
    Owned owned =
        gone.computeIfAbsent(kind, any -> new LinkedHashMap<>()).remove(Owned.key(kind, name));
    Owned wanted = new Owned(kind, name, place);
    if (!wanted.equals(owned)) {
      writes.add(new Write.PutOwned(wanted));
    }
    return owned;
  }

  private void remove(Owned owned) {
    String name = owned.name();
    String more = "";
    writes.add(new Write.DeleteOwned(owned.kind(), name));
    switch (owned.kind()) {
      case MONITOR -> {
        HostName host = new HostName(name);
        if (known.monitor(host).isPresent()) {
          writes.add(new Write.DeleteMonitor(host));
          more = removed(known.state(host));
        }
      }
      case JOB -> {
        if (known.job(name).isPresent()) {
          writes.add(new Write.DeleteJob(name));
        }
      }
      case CHECK -> writes.add(new Write.DeleteCheck(name));
      case RULE, WINDOW -> {}
    }
    String file = owned.place().file();
    lines.add(new Line(name, owned.kind().word() + " " + name + " is gone from " + file + more));
  }

  private static String removed(Optional<MonitorState> state) {
    boolean ran = state.map(MonitorState::started).orElse(false);
    long outage = state.map(MonitorState::openOutage).orElse(0L);
    return (ran ? "; its monitor was stopped" : "")
        + (outage == 0 ? "" : "; its outage " + outage + " is over with that");
  }

  private void refuse(Place place, Owned.Kind kind, String name, String remedy) {
    refusals.add(
        place
            + ": "
            + kind.word()
            + " "
            + name
            + " exists already and was added by command; delete it there ("
            + remedy
            + "), or remove it from the file");
  }

  private void isNew(String kind, String name, Place place, String more) {
    lines.add(new Line(name, kind + " " + name + " is new (" + place + ")" + more));
  }

  private void changed(
      String kind, String name, @Nullable Owned owned, Place place, Differences differences) {
    String oldFile = owned == null ? place.file() : owned.place().file();
    if (!oldFile.equals(place.file())) {
      differences.words("moved here from " + oldFile);
    }
    if (!differences.none()) {
      lines.add(new Line(name, kind + " " + name + ": " + differences + " (" + place + ")"));
    }
  }

  private static String say(Job.Action action) {
    return switch (action) {
      case Job.RunScript run -> "run " + run.script();
      case Job.SetInterval set -> "interval " + Durations.show(set.interval());
    };
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }

  private static String key(MonitorPolicy policy) {
    return Owned.key(Owned.Kind.MONITOR, policy.spec().host().value());
  }

  private static <T> Map<String, T> index(List<T> all, Function<T, String> key) {
    Map<String, T> byKey = new HashMap<>();
    all.forEach(each -> byKey.put(key.apply(each), each));
    return byKey;
  }
}
