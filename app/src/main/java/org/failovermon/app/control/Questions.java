package org.failovermon.app.control;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.failovermon.app.Refusal;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.port.EngineView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers queries with documents: in the daemon from what is recorded and what the engine knows
 * now, without a daemon from what is recorded alone. Thread-safe.
 */
public final class Questions {
  private static final int RECENT_LINES = 8;
  private static final int RECENT_RUNS = 5;

  private final String home;
  private final int defaultPort;
  private final Records records;
  private final @Nullable Live live;
  private final Clock wall;
  private final Remarks remarks;

  /**
   * Answers for one installation about which nothing is to be remarked.
   *
   * @param home the home, as shown
   * @param defaultPort UDP port of paths that name none
   * @param records what is recorded
   * @param live what the running daemon knows, or null when none runs
   * @param wall the wall clock, for the time on the screen
   */
  public Questions(String home, int defaultPort, Records records, @Nullable Live live, Clock wall) {
    this(home, defaultPort, records, live, wall, Remarks.NONE);
  }

  /**
   * Answers for one installation.
   *
   * @param home the home, as shown
   * @param defaultPort UDP port of paths that name none
   * @param records what is recorded
   * @param live what the running daemon knows, or null when none runs
   * @param wall the wall clock, for the time on the screen
   * @param remarks what is to be known of the answers besides
   */
  public Questions(
      String home,
      int defaultPort,
      Records records,
      @Nullable Live live,
      Clock wall,
      Remarks remarks) {
    this.remarks = remarks;
    this.home = home;
    this.defaultPort = defaultPort;
    this.records = records;
    this.live = live;
    this.wall = wall;
  }

  /**
   * The document that answers the query.
   *
   * @throws Refusal when it asks for something that does not exist
   */
  public ObjectNode answer(Query query) {
    return switch (query) {
      case Query.Monitors(var hosts) -> monitors(hosts);
      case Query.Status() -> status();
      case Query.Log(var subject, var since, var after, var limit) -> {
        ObjectNode json = Json.object();
        ArrayNode lines = json.putArray("log");
        records
            .log(new Records.LogFilter(asWritten(subject), since, after, limit))
            .forEach(line -> lines.add(Documents.entry(line.id(), line.entry())));
        yield json;
      }
      case Query.Runs(var subject, var limit) -> {
        ObjectNode json = Json.object();
        runs(json.putArray("runs"), records.runs(asWritten(subject), limit));
        yield json;
      }
      case Query.Show(var run) -> show(run);
      case Query.Paths(var host) -> paths(host);
      case Query.Outages(var host, var limit) -> {
        ObjectNode json = Json.object();
        ArrayNode outages = json.putArray("outages");
        records
            .outages(asWritten(host), limit)
            .forEach(outage -> outages.add(Documents.outage(outage)));
        yield json;
      }
      case Query.History(var host, var since, var step) -> {
        HostName written = Objects.requireNonNull(asWritten(host));
        yield Documents.history(written, records.history(written, since, wall.instant(), step));
      }
      case Query.Jobs() -> {
        ObjectNode json = Json.object();
        ArrayNode jobs = json.putArray("jobs");
        Snapshot snapshot = records.snapshot();
        Map<String, Place> places =
            PolicyDocuments.places(snapshot.policy().owned(), Owned.Kind.JOB);
        for (Job job : snapshot.jobs()) {
          jobs.add(PolicyDocuments.origin(Documents.job(job), places.get(job.name())));
        }
        yield json;
      }
      case Query.Windows() -> PolicyDocuments.windows(records.snapshot(), view());
      case Query.Checks() -> PolicyDocuments.checks(records.snapshot(), view());
      case Query.Rules() -> PolicyDocuments.rules(records.snapshot(), view());
      case Query.PolicyHistory(var limit) -> PolicyDocuments.history(records.policyVersions(limit));
      case Query.PolicyFiles(var version) -> PolicyDocuments.files(records, version);
      case Query.Daemon() -> {
        ObjectNode json = Json.object();
        daemon(json);
        yield json;
      }
    };
  }

  private @Nullable EngineView view() {
    return live == null ? null : live.view();
  }

  /** A host as its monitor spells it: names are compared without regard to case. */
  private @Nullable String asWritten(@Nullable String subject) {
    if (subject == null) {
      return null;
    }
    return records.snapshot().monitors().stream()
        .map(monitor -> monitor.host().value())
        .filter(subject::equalsIgnoreCase)
        .findFirst()
        .orElse(subject);
  }

  private @Nullable HostName asWritten(@Nullable HostName host) {
    String written = asWritten(host == null ? null : host.value());
    return written == null ? null : new HostName(written);
  }

  private ObjectNode monitors(List<HostName> hosts) {
    Snapshot snapshot = records.snapshot();
    Map<HostName, ObjectNode> all = recorded(snapshot);
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray("monitors");
    if (hosts.isEmpty()) {
      all.values().forEach(array::add);
    }
    for (HostName host : hosts) {
      ObjectNode monitor = all.get(host);
      if (monitor == null) {
        throw Refusal.notDone(noMonitor(host));
      }
      array.add(monitor);
    }
    return json;
  }

  static String noMonitor(HostName host) {
    return "there is no monitor for "
        + host
        + "; see those there are with failovermon list, or add it with failovermon add "
        + host;
  }

  private Map<HostName, ObjectNode> recorded(Snapshot snapshot) {
    Map<HostName, ObjectNode> all = new TreeMap<>();
    Map<String, Place> places =
        PolicyDocuments.places(snapshot.policy().owned(), Owned.Kind.MONITOR);
    for (MonitorSpec spec : snapshot.monitors()) {
      all.put(spec.host(), origin(Documents.monitor(spec), spec, places));
    }
    for (MonitorState state : snapshot.states()) {
      ObjectNode monitor = all.get(state.host());
      if (monitor != null) {
        Documents.state(monitor, state, live != null);
      }
    }
    return all;
  }

  private static ObjectNode origin(ObjectNode json, MonitorSpec spec, Map<String, Place> places) {
    String key = Owned.key(Owned.Kind.MONITOR, spec.host().value());
    return PolicyDocuments.origin(json, places.get(key));
  }

  private ObjectNode show(long id) {
    Run run =
        records
            .run(id)
            .orElseThrow(
                () ->
                    Refusal.notDone(
                        "there is no run " + id + "; see those there are with failovermon runs"));
    ObjectNode json = Json.object();
    json.set("run", document(run));
    Optional<String> output = records.output(id);
    json.put("output", output.orElse("")).put("output_known", output.isPresent());
    ArrayNode log = json.putArray("log");
    records
        .log(new Records.LogFilter("run " + id, null, 0, 100))
        .forEach(line -> log.add(Documents.entry(line.id(), line.entry())));
    return json;
  }

  private ObjectNode paths(@Nullable HostName host) {
    Snapshot snapshot = records.snapshot();
    if (host != null && snapshot.monitors().stream().noneMatch(m -> m.host().equals(host))) {
      throw Refusal.notDone(noMonitor(host));
    }
    ObjectNode json = Json.object();
    ArrayNode array = json.putArray("paths");
    if (live == null) {
      for (CommPath path : snapshot.paths()) {
        if (host == null || path.host().equals(host)) {
          array.add(Documents.path(path, defaultPort));
        }
      }
    } else {
      for (EngineView.MonitorView monitor : live.view().monitors()) {
        if (host == null || monitor.spec().host().equals(host)) {
          monitor.paths().forEach(path -> array.add(Documents.livePath(path, defaultPort)));
        }
      }
    }
    return json;
  }

  private void daemon(ObjectNode json) {
    if (live == null) {
      json.putNull("daemon");
    } else {
      json.set("daemon", live.facts());
    }
  }

  private ObjectNode status() {
    ObjectNode json = Json.object().put("at", Json.instant(wall.instant())).put("home", home);
    daemon(json);
    List<Run> recent = records.runs(null, RECENT_RUNS);
    Snapshot snapshot = records.snapshot();
    List<Run> open;
    if (live == null) {
      ArrayNode monitors = json.putArray("monitors");
      recorded(snapshot).values().forEach(monitors::add);
      json.put("daemon_silent", !remarks.silence().isEmpty());
      remarks.all().forEach(json.putArray("notices")::add);
      json.putArray("script_problems");
      open = snapshot.openRuns();
    } else {
      EngineView view = live.view();
      liveMonitors(json.putArray("monitors"), view);
      ArrayNode notices = json.putArray("notices");
      view.notices().forEach(notices::add);
      json.put("store_fault", view.storeFault());
      live.notices().forEach(notices::add);
      live.scriptProblems().forEach(json.putArray("script_problems")::add);
      json.set("figures", Documents.figures(view.figures()));
      open = view.runs();
      ArrayNode checks = json.putArray("checks");
      view.checks().forEach(check -> checks.add(PolicyDocuments.check(check)));
      json.set("maintenance", PolicyDocuments.windows(Snapshot.empty(), view).path("maintenance"));
    }
    policies(json);
    runs(json.putArray("open_runs"), open);
    runs(json.putArray("failed_runs"), failed(snapshot));
    runs(json.putArray("recent_runs"), recent);
    ArrayNode lately = json.putArray("lately");
    records
        .log(new Records.LogFilter(null, null, 0, RECENT_LINES))
        .forEach(line -> lately.add(Documents.entry(line.id(), line.entry())));
    Advice.add(json);
    return json;
  }

  /**
   * What failed and still matters, however much ran since: the newest run of an outage that is open
   * did not succeed.
   */
  private static List<Run> failed(Snapshot snapshot) {
    return snapshot.endedRuns().stream()
        .filter(run -> run.kind() != RunKind.JOB)
        .filter(run -> run.status() == RunStatus.FAILED || run.status() == RunStatus.TIMED_OUT)
        .toList();
  }

  private void policies(ObjectNode json) {
    List<Records.Version> newest = records.policyVersions(1);
    ObjectNode policies = live == null ? Json.object() : live.policies();
    if (newest.isEmpty()) {
      policies.put("version", 0);
    } else {
      Records.Version version = newest.getFirst();
      policies
          .put("version", version.number())
          .put("at", Json.instant(version.at()))
          .put("who", version.who())
          .put("because", version.because());
    }
    json.set("policies", policies);
  }

  private void liveMonitors(ArrayNode array, EngineView view) {
    Map<HostName, ObjectNode> sorted = new TreeMap<>();
    Map<String, Place> places = PolicyDocuments.places(view.policies().owned(), Owned.Kind.MONITOR);
    for (EngineView.MonitorView monitor : view.monitors()) {
      ObjectNode json = origin(Documents.monitor(monitor.spec()), monitor.spec(), places);
      Documents.state(json, monitor.state(), true);
      json.put("waits_until", Json.instant(monitor.waitsUntil())).put("doubt", monitor.doubt());
      json.put("misses", monitor.misses()).put("beats", monitor.beats());
      if (monitor.nextBeat() == null) {
        json.putNull("next_beat_s");
      } else {
        json.put("next_beat_s", Json.seconds(monitor.nextBeat()));
      }
      ArrayNode paths = json.putArray("paths");
      monitor.paths().forEach(path -> paths.add(Documents.livePath(path, defaultPort)));
      sorted.put(monitor.spec().host(), json);
    }
    sorted.values().forEach(array::add);
  }

  private void runs(ArrayNode array, List<Run> runs) {
    runs.forEach(run -> array.add(document(run)));
  }

  /** A run, with its program where that goes on. */
  private ObjectNode document(Run run) {
    ObjectNode json = Documents.run(run);
    Optional<Long> program =
        run.status() == RunStatus.RUNNING || run.status() == RunStatus.UNKNOWN
            ? records.program(run.id())
            : Optional.empty();
    if (program.isPresent()) {
      json.put("program_pid", program.get());
    } else {
      json.putNull("program_pid");
    }
    return json;
  }
}
