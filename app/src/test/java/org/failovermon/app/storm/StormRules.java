package org.failovermon.app.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.port.Write;
import org.failovermon.engine.sim.Observer;
import org.failovermon.engine.sim.Probe;
import org.failovermon.engine.sim.World;
import org.jspecify.annotations.Nullable;

/**
 * What must hold in every storm, looked at after every commit and around every set: what is durable
 * is one good set as a whole and what was added by command, an unchanged monitor does not notice
 * anything, and an outage ends by an answer alone.
 */
final class StormRules implements Probe, VirtualRoom.Listener {
  /** Hosts of this name are added by command alone. */
  static final String BY_HAND = "hand";

  private final World world;
  private final Observer observer;
  private final Folder folder;
  private final Meaning.Library library;
  private final Map<HostName, Long> open = new HashMap<>();
  private final Map<HostName, Duration> openedAt = new HashMap<>();
  private final Map<HostName, Duration> wellAt = new HashMap<>();
  private final Set<String> byHand = new TreeSet<>();
  private Meaning inForce = Meaning.NOTHING;
  private Meaning running = Meaning.NOTHING;
  private Meaning asked = Meaning.NOTHING;
  private Optional<Meaning> offered = Optional.empty();
  private Map<String, EngineView.MonitorView> before = Map.of();
  private @Nullable Hearer hearer;
  private long version;
  private int sets;
  private int unchanged;

  StormRules(World world, Observer observer, Folder folder, Meaning.Library library) {
    this.folder = folder;
    this.world = world;
    this.observer = observer;
    this.library = library;
  }

  /** The good set that is durably in force. */
  Meaning inForce() {
    return inForce;
  }

  /** What the engine that runs was last given and took. */
  Meaning running() {
    return running;
  }

  /** What the engine was given last, which it may not have answered yet. */
  Meaning asked() {
    return asked;
  }

  /** Sets that were taken so far. */
  int sets() {
    return sets;
  }

  /** Monitors that were compared because an edit left them alone. */
  int unchangedMonitors() {
    return unchanged;
  }

  /** A command adds or deletes this host; it counts from when it is durable. */
  void byHand(String host) {
    byHand.add(host);
  }

  /** Who hears of sets. */
  interface Hearer {
    /** The engine is about to be given this one. */
    void offered(Meaning set);

    /** This one is in force. */
    void inForce(Meaning set);
  }

  /** Somebody hears of each set. */
  void hear(Hearer newHearer) {
    hearer = newHearer;
  }

  /** An engine starts with these files, which may be those of the newest version. */
  void startsWith(SortedMap<String, String> files) {
    offered = library.of(files);
    running = offered.orElse(inForce);
    asked = running;
    tell(each -> each.offered(running));
    tell(each -> each.inForce(running));
    must(offered.isPresent(), "a daemon starts with good files alone", files.keySet().toString());
  }

  @Override
  public void offered(Event.ApplyPolicies wish) {
    asked = meaning(wish);
    offered = Optional.of(asked);
    before = views();
    tell(each -> each.offered(asked));
  }

  private void tell(Consumer<Hearer> what) {
    if (hearer != null) {
      what.accept(hearer);
    }
  }

  @Override
  public void answered(Reply reply) {
    if (reply.exit() == 0) {
      running = asked;
      tell(each -> each.inForce(running));
    } else {
      offered = Optional.empty();
      asked = running;
    }
  }

  /** What the files mean; the compiler says the same, or the storm is over. */
  private Meaning meaning(Event.ApplyPolicies wish) {
    PolicyVersion fresh = wish.version();
    Meaning meaning =
        fresh != null && kept(fresh) ? running : library.of(folder.texts()).orElse(Meaning.NOTHING);
    PolicySet set = wish.set();
    String difference =
        compare("monitors", specs(meaning), all(set.monitors(), each -> each.spec()))
            + compare("rules", meaning.rules(), all(set.rules(), Duty::nowhere))
            + compare("jobs", meaning.jobs(), all(set.jobs(), each -> each.job()))
            + compare("windows", meaning.windows(), all(set.windows(), Duty::nowhere));
    must(
        difference.isEmpty(),
        "what is compiled is what the files say",
        wish.because() + ": " + difference);
    return meaning;
  }

  @Override
  public void taken(Event.ApplyPolicies wish) {
    Map<String, EngineView.MonitorView> after = views();
    Meaning wanted = asked;
    if (before.isEmpty() || after.isEmpty()) {
      return; // it does not run, or is paused
    }
    sets++;
    Set<String> same = new HashSet<>(byHand);
    same.removeAll(running.monitors().keySet());
    same.removeAll(wanted.monitors().keySet());
    same.addAll(running.unchanged(wanted));
    for (String host : same) {
      EngineView.MonitorView was = before.get(host);
      EngineView.MonitorView is = after.get(host);
      if (was != null) {
        unchanged++;
        must(
            is != null
                && is.state().equals(was.state())
                && is.misses() == was.misses()
                && is.beats() == was.beats()
                && java.util.Objects.equals(is.nextBeat(), was.nextBeat())
                && is.paths().equals(was.paths()),
            "an edit leaves what is unchanged its state, phase and counters",
            wish.because() + ": " + was + " → " + is);
      }
    }
  }

  private static Set<MonitorSpec> specs(Meaning meaning) {
    return all(meaning.monitors().values(), Meaning.Monitor::spec);
  }

  private static <T, R> Set<R> all(Collection<T> from, Function<T, R> part) {
    return from.stream().map(part).collect(Collectors.toSet());
  }

  private Map<String, EngineView.MonitorView> views() {
    Map<String, EngineView.MonitorView> views = new HashMap<>();
    observer
        .view()
        .ifPresent(
            view -> view.monitors().forEach(each -> views.put(each.spec().host().value(), each)));
    return views;
  }

  @Override
  public void answered(Observer of, HostName host, Health health) {
    if (!health.sick()) {
      wellAt.put(host, world.now());
    }
  }

  @Override
  public void checked(Observer of, String check, CheckResult result) {
    if (result.status() == CheckResult.Status.OK) {
      wellAt.put(new HostName(check.substring(0, check.indexOf('/'))), world.now());
    }
  }

  @Override
  public void decided(Observer of, long batch, List<Write> writes, boolean taken) {
    for (Write write : writes) {
      if (write instanceof Write.PutState put) {
        stated(put.state());
      } else if (write instanceof Write.DeleteMonitor delete) {
        open.remove(delete.host());
      }
    }
  }

  @Override
  public void life(Observer of, Life what) {
    if (what == Life.STARTED) {
      open.clear();
      of.disk()
          .image()
          .snapshot()
          .states()
          .forEach(each -> open.put(each.host(), each.openOutage()));
    }
  }

  private void stated(MonitorState state) {
    long was = open.getOrDefault(state.host(), 0L);
    long is = state.openOutage();
    if (was != 0 && is == 0) {
      Duration since = openedAt.getOrDefault(state.host(), Duration.ZERO);
      Duration well = wellAt.getOrDefault(state.host(), Duration.ZERO);
      must(
          well.compareTo(since) >= 0,
          "an outage ends by an answer alone",
          state + "; it began at " + since + ", the last answer came at " + well);
    }
    if (is != 0 && is != was) {
      must(was == 0, "one outage of a host at a time", state + " while " + was + " is open");
      openedAt.put(state.host(), world.now());
    }
    open.put(state.host(), is);
  }

  @Override
  public void durable(Observer of, long batch, List<Write> writes) {
    Snapshot image = observer.disk().image().snapshot();
    for (Write write : writes) {
      if (write instanceof Write.PutPolicyVersion put) {
        recorded(put.version());
      }
    }
    if (!same(image, inForce).isEmpty() && offered.isPresent()) {
      inForce = offered.get();
      offered = Optional.empty();
    }
    String difference = same(image, inForce);
    must(difference.isEmpty(), "one good set as a whole is in force", difference);
  }

  private void recorded(PolicyVersion fresh) {
    must(fresh.number() == version + 1, "versions are numbered one by one", fresh + "");
    version = fresh.number();
    if (!kept(fresh)) {
      SortedMap<String, String> files =
          ImageRecords.files(observer.disk().image().policyVersions(), version);
      Optional<Meaning> meaning = library.of(files);
      must(meaning.isPresent(), "a version that is in force is good", fresh.toString());
      inForce = meaning.orElseThrow();
      offered = Optional.empty();
    }
  }

  private static boolean kept(PolicyVersion version) {
    return version.because().startsWith("kept as it was");
  }

  /** What differs between what is durable and a meaning; empty when nothing does. */
  private static String same(Snapshot image, Meaning meaning) {
    Set<String> ofFiles = owned(image.policy().owned(), Owned.Kind.MONITOR);
    Set<MonitorSpec> found = new HashSet<>();
    for (MonitorSpec each : image.monitors()) {
      if (ofFiles.contains(each.host().value())) {
        found.add(each);
      } else if (!each.host().value().startsWith(BY_HAND)) {
        return "nobody added " + each;
      }
    }
    Set<MonitorSpec> wanted = new HashSet<>();
    SortedMap<String, Set<String>> paths = new TreeMap<>();
    meaning
        .monitors()
        .forEach(
            (host, each) -> {
              wanted.add(each.spec());
              paths.put(host, each.addresses());
            });
    SortedMap<String, Set<String>> foundPaths = new TreeMap<>();
    wanted.forEach(each -> foundPaths.put(each.host().value(), new TreeSet<>()));
    for (CommPath path : image.paths()) {
      Set<String> ofHost = foundPaths.get(path.host().value());
      if (ofHost != null) {
        ofHost.add(path.address());
      }
    }
    String difference = compare("monitors", wanted, found) + compare("paths", paths, foundPaths);
    List<Owned> owned = image.policy().owned();
    for (Owned.Kind kind : List.of(Owned.Kind.RULE, Owned.Kind.JOB, Owned.Kind.WINDOW)) {
      difference += compare("owned, of kind " + kind, meaning.names(kind), owned(owned, kind));
    }
    return difference
        + compare("jobs", meaning.jobs(), new HashSet<>(image.jobs()))
        + compare("owned monitors", meaning.monitors().keySet(), ofFiles)
        + compare("owned checks", meaning.checks(), owned(owned, Owned.Kind.CHECK));
  }

  private static Set<String> owned(List<Owned> all, Owned.Kind kind) {
    return all.stream()
        .filter(each -> each.kind() == kind)
        .map(Owned::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String compare(String what, Object wanted, Object found) {
    return wanted.equals(found) ? "" : what + " are " + found + ", not " + wanted + "; ";
  }

  /** Hosts whose monitors belong to files. */
  Set<String> ofFiles(EngineView view) {
    return owned(view.policies().owned(), Owned.Kind.MONITOR);
  }

  /** The engine that runs has what is in force, and nothing waits to be written. */
  void settled() {
    EngineView view = observer.view().orElse(null);
    if (view == null) {
      return; // it was killed in the middle of looking
    }
    Set<String> ofFiles = ofFiles(view);
    Set<MonitorSpec> specs =
        view.monitors().stream()
            .map(EngineView.MonitorView::spec)
            .filter(spec -> ofFiles.contains(spec.host().value()))
            .collect(Collectors.toSet());
    Set<MonitorSpec> wanted = specs(running);
    must(specs.equals(wanted), "no monitor is lost", specs + ", not " + wanted);
    String difference =
        compare("rules", running.rules(), all(view.rules(), each -> Duty.nowhere(each.spec())))
            + compare(
                "windows",
                running.windows(),
                all(view.windows(), each -> Duty.nowhere(each.window())));
    must(difference.isEmpty(), "no rule and no window is lost", difference);
    Set<String> checks =
        view.checks().stream().map(each -> each.spec().name()).collect(Collectors.toSet());
    must(checks.equals(running.checks()), "no check is lost", checks + ", not " + running.checks());
    must(view.policies().trouble().isEmpty(), "a set is in force", view.policies().trouble());
    must(view.policies().version() >= version, "the newest version is in force", view + "");
  }

  /** Each outage had its lost-pulse once, and its regain-pulse once if it ended by an answer. */
  void atRest() {
    Map<Long, List<Run>> lost = new HashMap<>();
    Map<Long, List<Run>> regain = new HashMap<>();
    for (Run run : observer.disk().image().runs()) {
      if (run.retryOf() == 0) {
        switch (run.kind()) {
          case LOST_PULSE -> lost.computeIfAbsent(run.outage(), any -> new ArrayList<>()).add(run);
          case REGAIN_PULSE ->
              regain.computeIfAbsent(run.outage(), any -> new ArrayList<>()).add(run);
          case RULE, JOB -> {} // not of an outage
        }
      }
    }
    for (Outage outage : observer.disk().image().outages()) {
      int losses = lost.getOrDefault(outage.id(), List.of()).size();
      must(losses == 1, "one lost-pulse for each outage", outage + ": " + losses);
      int regains = regain.getOrDefault(outage.id(), List.of()).size();
      must(regains <= 1, "at most one regain-pulse for each outage", outage + ": " + regains);
    }
  }

  static void must(boolean holds, String rule, String what) {
    if (!holds) {
      throw new AssertionError("broken invariant \"" + rule + "\": " + what);
    }
  }
}
