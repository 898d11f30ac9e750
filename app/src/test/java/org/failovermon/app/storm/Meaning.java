package org.failovermon.app.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.RuleSpec;

/**
 * What a folder of files means, as simply as it can be said: the model that compiler, database and
 * engine are compared with.
 *
 * @param monitors by host
 * @param duties rules, jobs and windows, by {@link Duty#key}
 */
record Meaning(SortedMap<String, Monitor> monitors, SortedMap<String, Placed> duties) {
  /** Of no files at all. */
  static final Meaning NOTHING = new Meaning(new TreeMap<>(), new TreeMap<>());

  /**
   * A rule, job or window in a file.
   *
   * @param duty as it was written
   * @param file the file
   */
  record Placed(Duty duty, String file) {}

  /**
   * One monitor.
   *
   * @param watch as it was written
   * @param retries as a number
   * @param lostPulse the script that runs
   */
  record Monitor(Written.Watch watch, int retries, String lostPulse) {
    MonitorSpec spec() {
      return new MonitorSpec(
          new HostName(watch.host()),
          Duration.ofMillis(watch.everyMillis()),
          retries,
          Duration.ofMillis(watch.timeoutMillis()),
          new ScriptRef(lostPulse),
          ScriptRef.DEFAULT_REGAIN,
          true);
    }

    /** All that says when it beats and what it counts; scripts do not. */
    private List<Object> beat() {
      return List.of(
          watch.everyMillis(),
          retries,
          watch.timeoutMillis(),
          watch.address(),
          watch.parents(),
          watch.needs());
    }

    SortedSet<String> addresses() {
      SortedSet<String> all = new TreeSet<>();
      if (watch.needs().heartbeat()) {
        all.add(CommPath.ownName(new HostName(watch.host())).address());
        if (!watch.address().isEmpty()) {
          all.add(watch.address());
        }
      }
      return all;
    }
  }

  /** Knows every text that a storm ever wrote. */
  static final class Library {
    static final String PATH = "policies/lib/patience.groovy";
    private static final String SCRIPTS = "scripts/";
    private static final String BROKEN = "log 'taken\n";
    private final Map<String, Written> written = new HashMap<>();

    /** The text of a file. */
    String text(Written file) {
      String text = file.text();
      written.put(text, file);
      return text;
    }

    Written written(String text) {
      return java.util.Objects.requireNonNull(written.get(text), text);
    }

    static String patience(int count) {
      return "int " + Written.PATIENCE + " {\n    " + count + "\n}\n";
    }

    /** The text of an action script. */
    static String script(int count) {
      return "log 'taken " + count + "'\n";
    }

    /** One that does not compile. */
    static String brokenScript() {
      return BROKEN;
    }

    static String brokenPatience(int count) {
      return "int " + Written.PATIENCE + " {\n    " + count + " +\n}\n";
    }

    /** What these files mean; empty where something is wrong with them. */
    Optional<Meaning> of(SortedMap<String, String> files) {
      String library = files.getOrDefault(PATH, "");
      if (library.contains("+")) {
        return Optional.empty();
      }
      Meaning meaning = new Meaning(new TreeMap<>(), new TreeMap<>());
      Set<String> scripts = new HashSet<>();
      for (Map.Entry<String, String> file : files.entrySet()) {
        String path = file.getKey();
        if (path.startsWith(SCRIPTS)) {
          if (!file.getValue().equals(BROKEN)) {
            scripts.add(path);
          }
        } else if (path.startsWith("policies/") && !path.equals(PATH)) {
          Written content = written(file.getValue());
          if (content.mistake() != Written.Mistake.NONE
              || !take(path, content, library, meaning.monitors)
              || !take(path, content, meaning.duties)) {
            return Optional.empty();
          }
        }
      }
      return meaning.linked(scripts) ? Optional.of(meaning) : Optional.empty();
    }

    private static boolean take(String path, Written content, SortedMap<String, Placed> duties) {
      return content.duties().stream()
          .allMatch(duty -> duties.put(duty.key(), new Placed(duty, path)) == null);
    }

    private static boolean take(
        String path, Written content, String library, SortedMap<String, Monitor> monitors) {
      for (Written.Watch watch : content.watches()) {
        boolean shared = watch.retries().equals(Written.PATIENCE);
        if (shared && library.isEmpty()) {
          return false;
        }
        int retries = Integer.parseInt(shared ? library.replaceAll("[^0-9]", "") : watch.retries());
        String lost =
            watch.script().isEmpty() ? path + "#" + watch.host() + ".lostPulse" : watch.script();
        Monitor monitor = new Monitor(watch, retries, lost);
        if (monitors.put(watch.host(), monitor) != null) {
          return false;
        }
      }
      return true;
    }
  }

  private boolean linked(Set<String> scripts) {
    for (Monitor monitor : monitors.values()) {
      String script = monitor.watch().script();
      if ((!script.isEmpty() && !scripts.contains("scripts/lost-pulse/" + script))
          || !monitors.keySet().containsAll(monitor.watch().parents())) {
        return false;
      }
    }
    for (Placed each : duties.values()) {
      String script = each.duty().scriptFile();
      String host = each.duty().host();
      if ((!script.isEmpty() && !scripts.contains(script))
          || (!host.isEmpty() && !monitors.containsKey(host))) {
        return false;
      }
    }
    return monitors.keySet().stream().noneMatch(host -> ancestors(host).contains(host));
  }

  private Monitor monitor(String host) {
    return java.util.Objects.requireNonNull(monitors.get(host), host);
  }

  private Set<String> ancestors(String host) {
    Set<String> found = new HashSet<>();
    Set<String> left = new HashSet<>(monitor(host).watch().parents());
    while (!left.isEmpty()) {
      String next = left.iterator().next();
      left.remove(next);
      if (found.add(next)) {
        left.addAll(monitor(next).watch().parents());
      }
    }
    return found;
  }

  /** Names of the checks. */
  SortedSet<String> checks() {
    SortedSet<String> all = new TreeSet<>();
    monitors.forEach((host, each) -> all.addAll(each.watch().needs().checks(host)));
    return all;
  }

  /** Names of what there is of a kind. */
  SortedSet<String> names(Owned.Kind kind) {
    return of(kind).map(each -> each.duty().name()).collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<Placed> of(Owned.Kind kind) {
    return duties.values().stream().filter(each -> each.duty().kind() == kind);
  }

  Set<RuleSpec> rules() {
    return of(Owned.Kind.RULE)
        .map(each -> each.duty().rule(each.file()))
        .collect(Collectors.toSet());
  }

  Set<Job> jobs() {
    return of(Owned.Kind.JOB).map(each -> each.duty().job(each.file())).collect(Collectors.toSet());
  }

  Set<Maintenance> windows() {
    return of(Owned.Kind.WINDOW).map(each -> each.duty().window()).collect(Collectors.toSet());
  }

  /** The rule or job of that name. */
  Optional<Placed> duty(Owned.Kind kind, String name) {
    return of(kind).filter(each -> each.duty().name().equals(name)).findFirst();
  }

  /**
   * Whether a window is on that keeps what is of this host from acting; empty for what is of none.
   */
  boolean maintenance(String host, Instant now) {
    return of(Owned.Kind.WINDOW)
        .map(Placed::duty)
        .anyMatch(window -> window.on(now) && window.covers(host));
  }

  /** Whether any window may change what becomes of this host. */
  private boolean windowed(String host) {
    return of(Owned.Kind.WINDOW).anyMatch(each -> each.duty().covers(host));
  }

  /**
   * Hosts whose beats are the same in both, and those of all that they depend on, and that no
   * window is about: one may begin or end at the very moment of the edit.
   */
  Set<String> unchanged(Meaning other) {
    Set<String> same = new HashSet<>();
    for (String host : monitors.keySet()) {
      Set<String> all = ancestors(host);
      all.add(host);
      if (all.stream().allMatch(each -> sameBeat(other, each))) {
        same.add(host);
      }
    }
    return same;
  }

  private boolean sameBeat(Meaning other, String host) {
    Monitor there = other.monitors.get(host);
    return there != null
        && there.beat().equals(monitor(host).beat())
        && !windowed(host)
        && !other.windowed(host);
  }
}
