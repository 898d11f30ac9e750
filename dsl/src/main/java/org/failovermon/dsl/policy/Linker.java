package org.failovermon.dsl.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.failovermon.dsl.compile.Nearest;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.engine.action.InlineScripts;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.policy.JobPolicy;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.MonitorPolicy;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.RuleSpec;
import org.failovermon.engine.model.policy.Secret;

/**
 * Links what all files say: names are unique, references lead somewhere, nothing depends on itself,
 * scripts are there. Used once.
 */
final class Linker {
  private final Map<String, SourceFile> sources;
  private final Collection<SourceFile> broken;
  private final CompilerSettings.Scripts scripts;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Draft.Definition> monitors = new LinkedHashMap<>();
  private final Map<String, Draft.Definition> checks = new LinkedHashMap<>();
  private final Map<String, Draft.Definition> rules = new LinkedHashMap<>();
  private final Map<String, Draft.Definition> jobs = new LinkedHashMap<>();
  private final Map<String, Draft.Definition> windows = new LinkedHashMap<>();

  /**
   * Begins.
   *
   * @param sources all files, by path
   * @param broken files whose definitions are not known: a name in their text may be one of theirs
   * @param scripts knows the action scripts
   */
  Linker(
      Map<String, SourceFile> sources,
      Collection<SourceFile> broken,
      CompilerSettings.Scripts scripts) {
    this.sources = sources;
    this.broken = broken;
    this.scripts = scripts;
  }

  /** Links; afterwards {@link #set} and {@link #problems} say what came of it. */
  void link(Collection<Draft> drafts) {
    int total = 0;
    for (Draft draft : drafts) {
      for (Draft.Definition definition : draft.definitions()) {
        total++;
        if (total == Reading.MOST_DEFINITIONS + 1) {
          problem(
              definition.spot(),
              "the policies describe more than " + Reading.MOST_DEFINITIONS + " things altogether");
        }
        define(definition);
      }
    }
    Map<String, Optional<String>> known = new HashMap<>();
    for (Draft draft : drafts) {
      draft.references().forEach(this::resolve);
      for (Draft.ScriptUse use : draft.scripts()) {
        if (inSet(use)) {
          continue; // what is wrong with it is said there
        }
        known
            .computeIfAbsent(
                use.kind() + " " + use.script(), any -> scripts.problem(use.script(), use.kind()))
            .ifPresent(text -> problem(use.spot(), text));
      }
    }
    secrets(drafts);
    cycles();
  }

  /** Two names of secrets must not mean one variable of the environment. */
  private void secrets(Collection<Draft> drafts) {
    Map<String, String> names = new TreeMap<>();
    for (Draft draft : drafts) {
      new TreeMap<>(draft.secretSpots())
          .forEach(
              (name, spot) -> {
                String other = names.putIfAbsent(Secret.variable(name), name);
                if (other != null && !other.equals(name)) {
                  problem(
                      spot,
                      "secret '"
                          + name
                          + "' and secret '"
                          + other
                          + "' both mean the environment variable "
                          + Secret.variable(name)
                          + "; rename one of them");
                }
              });
    }
  }

  private boolean inSet(Draft.ScriptUse use) {
    return !use.script().text().startsWith("/")
        && sources.containsKey(InlineScripts.path(use.script(), use.kind()));
  }

  List<Problem> problems() {
    return problems;
  }

  /** What the policies say, sorted by name. */
  PolicySet set() {
    List<MonitorPolicy> ofMonitors = new ArrayList<>();
    List<CheckSpec> ofChecks = new ArrayList<>();
    List<RuleSpec> ofRules = new ArrayList<>();
    List<JobPolicy> ofJobs = new ArrayList<>();
    List<Maintenance> ofWindows = new ArrayList<>();
    for (Map<String, Draft.Definition> each : List.of(monitors, checks, rules, jobs, windows)) {
      each.values().stream()
          .sorted(Comparator.comparing(Draft.Definition::name))
          .forEach(
              definition -> {
                switch (definition) {
                  case Draft.Definition.Monitor monitor -> ofMonitors.add(monitor.policy());
                  case Draft.Definition.Check check -> ofChecks.add(check.spec());
                  case Draft.Definition.Rule rule -> ofRules.add(rule.spec());
                  case Draft.Definition.Job job -> ofJobs.add(job.policy());
                  case Draft.Definition.Window window -> ofWindows.add(window.window());
                }
              });
    }
    return new PolicySet(ofMonitors, ofChecks, ofRules, ofJobs, ofWindows);
  }

  private void define(Draft.Definition definition) {
    switch (definition) {
      case Draft.Definition.Monitor monitor -> {
        unique(monitors, key(monitor.name()), monitor);
        differs(checks, monitor);
      }
      case Draft.Definition.Check check -> {
        unique(checks, check.name(), check);
        Draft.Definition other = monitors.get(key(check.name()));
        if (other != null) {
          twice(check, other);
        }
      }
      case Draft.Definition.Rule rule -> unique(rules, rule.name(), rule);
      case Draft.Definition.Job job -> unique(jobs, job.name(), job);
      case Draft.Definition.Window window -> unique(windows, window.name(), window);
    }
  }

  private static String key(String host) {
    return host.toLowerCase(Locale.ROOT);
  }

  private void differs(Map<String, Draft.Definition> others, Draft.Definition definition) {
    Draft.Definition other = others.get(definition.name());
    if (other != null) {
      twice(definition, other);
    }
  }

  private void unique(
      Map<String, Draft.Definition> known, String key, Draft.Definition definition) {
    Draft.Definition before = known.putIfAbsent(key, definition);
    if (before != null) {
      twice(definition, before);
    }
  }

  private void twice(Draft.Definition second, Draft.Definition first) {
    problem(
        second.spot(),
        second.kind()
            + " '"
            + second.name()
            + "' bears the name of the "
            + first.kind()
            + " of "
            + first.spot().place()
            + "; remove or rename one of them");
  }

  private void resolve(Draft.Reference reference) {
    if (leadsSomewhere(reference.target(), reference.name()) || mayBeBroken(reference.name())) {
      return;
    }
    Set<String> candidates = new java.util.TreeSet<>();
    switch (reference.target()) {
      case MONITOR -> names(monitors, candidates);
      case CHECK -> names(checks, candidates);
      case MONITOR_OR_CHECK -> {
        names(monitors, candidates);
        names(checks, candidates);
      }
      case RUNNER -> {
        names(monitors, candidates);
        names(jobs, candidates);
        names(rules, candidates);
      }
    }
    problem(
        reference.spot(),
        "'"
            + reference.spot().word()
            + "' names '"
            + reference.name()
            + "', and no policy has a "
            + reference.target().noun()
            + " of that name"
            + Nearest.to(reference.name(), candidates)
                .or(() -> nearestLast(reference.name(), candidates))
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; add it, or correct the name"));
  }

  /** A check of a monitor, by the last part of its name. */
  private static Optional<String> nearestLast(String name, Set<String> candidates) {
    Map<String, String> byLast = new java.util.TreeMap<>();
    for (String each : candidates) {
      if (each.contains("/")) {
        byLast.putIfAbsent(each.substring(each.lastIndexOf('/') + 1), each);
      }
    }
    return Nearest.to(name.substring(name.lastIndexOf('/') + 1), byLast.keySet()).map(byLast::get);
  }

  private static void names(Map<String, Draft.Definition> from, Set<String> to) {
    from.values().forEach(definition -> to.add(definition.name()));
  }

  private boolean leadsSomewhere(Draft.Target target, String name) {
    return switch (target) {
      case MONITOR -> isMonitor(name);
      case CHECK -> checks.containsKey(name);
      case MONITOR_OR_CHECK -> isMonitor(name) || checks.containsKey(name);
      case RUNNER -> isMonitor(name) || jobs.containsKey(name) || rules.containsKey(name);
    };
  }

  private boolean isMonitor(String name) {
    Draft.Definition found = monitors.get(key(name));
    return found != null && found.name().equals(name);
  }

  private boolean mayBeBroken(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return broken.stream()
        .anyMatch(file -> file.text().contains(name) || file.text().contains("'" + last + "'"));
  }

  /** Finds what depends on itself, by a walk that no chain is too long for. */
  private void cycles() {
    Map<String, List<String>> edges = new HashMap<>();
    monitors
        .values()
        .forEach(
            each -> {
              MonitorPolicy policy = ((Draft.Definition.Monitor) each).policy();
              List<String> to = new ArrayList<>(policy.dependsOn());
              to.addAll(policy.members().checks());
              edges.put(each.name(), to);
            });
    checks
        .values()
        .forEach(
            each -> edges.put(each.name(), ((Draft.Definition.Check) each).spec().dependsOn()));
    Set<String> done = new HashSet<>();
    for (String start : edges.keySet().stream().sorted().toList()) {
      walk(start, edges, done);
    }
  }

  /** One name on the way, and those behind it that are still to be looked at. */
  private record Step(String name, Deque<String> left) {}

  private void walk(String start, Map<String, List<String>> edges, Set<String> done) {
    Deque<Step> way = new ArrayDeque<>();
    Set<String> onWay = new HashSet<>();
    enter(start, edges, way, onWay, done);
    while (!way.isEmpty()) {
      Step last = way.getLast();
      String next = last.left().poll();
      if (next == null) {
        way.removeLast();
        onWay.remove(last.name());
      } else if (onWay.contains(next)) {
        cycle(next, way);
      } else {
        enter(next, edges, way, onWay, done);
      }
    }
  }

  private static void enter(
      String name,
      Map<String, List<String>> edges,
      Deque<Step> way,
      Set<String> onWay,
      Set<String> done) {
    List<String> to = edges.get(name);
    if (to != null && done.add(name)) {
      onWay.add(name);
      way.add(new Step(name, new ArrayDeque<>(to)));
    }
  }

  private void cycle(String from, Deque<Step> way) {
    List<String> names = way.stream().map(Step::name).toList();
    List<String> around = new ArrayList<>(names.subList(names.indexOf(from), names.size()));
    around.add(from);
    Draft.Definition first = monitors.get(key(from));
    if (first == null || !first.name().equals(from)) {
      first = checks.get(from);
    }
    if (first != null) {
      problem(
          first.spot(),
          first.kind()
              + " '"
              + from
              + "' depends on itself: "
              + String.join(" → ", around)
              + "; take one of them out of dependsOn or needs");
    }
  }

  private void problem(Spot spot, String message) {
    SourceFile file = sources.get(spot.file());
    problems.add(
        file == null
            ? new Problem(spot.file(), spot.line(), 1, message, "")
            : Reading.problem(file, spot, message));
  }
}
