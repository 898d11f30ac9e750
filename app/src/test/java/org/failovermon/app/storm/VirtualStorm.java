package org.failovermon.app.storm;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.check.CheckResult.Status;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.shell.EngineSettings;
import org.failovermon.engine.sim.Audit;
import org.failovermon.engine.sim.Chance;
import org.failovermon.engine.sim.Observer;
import org.failovermon.engine.sim.ShellEngine;
import org.failovermon.engine.sim.SimHost;
import org.failovermon.engine.sim.SimScripts;
import org.failovermon.engine.sim.World;

/**
 * A storm over the policy files of a machine in the virtual world: real files, compiled by the real
 * compiler and taken by the real room of policies into the real engine, while hosts crash, services
 * fail and the daemon is killed. In the end everything is mended and must come to rest.
 */
final class VirtualStorm implements AutoCloseable {
  private static final EngineSettings SETTINGS =
      new EngineSettings(
          Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(15), false);
  private static final List<String> HOSTS = List.of("host0", "host1", "host2", "host3", "host4");
  private static final List<String> BY_HAND = List.of("hand0", "hand1");

  final World world;
  final StormRules rules;
  final DutyRules duties;
  private final Observer watch;
  private final Chance chance;
  private final Edits edits;
  private final Folder folder;
  private final Meaning.Library library = new Meaning.Library();
  private final VirtualRoom room;
  private final Audit audit;
  private final SortedMap<String, Instant> ruleTimes = new TreeMap<>();
  private int bad;
  private int healed;
  private int restarts;

  VirtualStorm(long seed, Path home) {
    world = World.of(seed);
    watch = world.observer("watch", ShellEngine.factory(SETTINGS));
    audit =
        Audit.of(
            world,
            watch,
            new Audit.Allowances(
                SETTINGS.grace(), SETTINGS.holdBack(), SETTINGS.cannotJudgeLimit()));
    chance = world.chance("storm");
    folder = new Folder(home);
    rules = new StormRules(world, watch, folder, library);
    duties = new DutyRules(watch, rules);
    rules.hear(duties);
    watch.probe(rules);
    watch.probe(duties);
    for (int i = 0; i < HOSTS.size(); i++) {
      world.host(HOSTS.get(i), "10.0." + i + ".1", further(i));
    }
    for (int i = 0; i < BY_HAND.size(); i++) {
      world.host(BY_HAND.get(i), "10.2." + i + ".1");
    }
    List<String> scripts = new ArrayList<>(Edits.SCRIPTS);
    scripts.addAll(List.of("tell.groovy", "tidy.groovy"));
    for (String script : scripts) {
      watch
          .scripts()
          .script(script, SimScripts.Script.succeeds(chance.between(Duration.ZERO, seconds(3))));
    }
    room = new VirtualRoom(world, watch, home, rules);
    edits =
        new Edits(
            chance,
            new Edits.Ground(HOSTS, BY_HAND, host -> further(HOSTS.indexOf(host)), 25, true),
            folder,
            library);
  }

  private static String further(int host) {
    return host < 0 ? "" : "10.1." + host + ".1";
  }

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  int outages() {
    return audit.outages();
  }

  int bad() {
    return bad;
  }

  int healed() {
    return healed;
  }

  int restarts() {
    return restarts;
  }

  /** Lives through all of it; throws what breaks. */
  void live() {
    edits.checkout();
    start();
    byHand(BY_HAND.getFirst());
    world.runFor(seconds(3));
    for (int strikes = chance.between(10, 24); strikes > 0; strikes--) {
      world.runFor(chance.between(Duration.ofMillis(20), Duration.ofMillis(3_500)));
      if (!watch.runs()) {
        start();
      }
      strike();
    }
    mend();
    world.runFor(seconds(1));
    mend();
    world.runFor(seconds(50));
    for (int round = 0; round < 8 && !unknown().isEmpty(); round++) {
      unknown().forEach(run -> watch.operate(new OperatorCommand.DismissRun(run.id())));
      world.runFor(seconds(13));
    }
    mustBeAtRest();
  }

  private void strike() {
    due();
    int what = chance.between(0, 99);
    if (what < 60) {
      int count = chance.happens(0.3) ? chance.between(2, 4) : 1;
      for (int i = 0; i < count; i++) {
        world.say("editor", edits.any());
      }
      if (chance.happens(0.85)) {
        look();
      }
    } else if (what < 80) {
      toTheHosts();
    } else if (what < 92) {
      toTheDaemon();
    } else if (what < 95) {
      rollback();
    } else {
      byTheOperator();
    }
  }

  /** Times of jobs and rules come, and some that came already come once more. */
  private void due() {
    Instant now = watch.clock().wall();
    Meaning meaning = rules.running();
    for (String job : meaning.names(Owned.Kind.JOB)) {
      if (chance.happens(0.5)) {
        duties.due(job, now);
      }
    }
    for (String rule : meaning.names(Owned.Kind.RULE)) {
      if (chance.happens(0.3)) {
        watch.ruleDue(rule, now);
        ruleTimes.put(rule, now);
      }
    }
  }

  /** What a schedule must never do, nor an engine heed: it tells of times that it told before. */
  private void dueOnceMore() {
    duties.dueOnceMore();
    ruleTimes.forEach(watch::ruleDue);
  }

  private void toTheHosts() {
    Duration lasting = chance.between(Duration.ofMillis(100), seconds(12));
    String name = chance.oneOf(chance.happens(0.8) ? HOSTS : BY_HAND);
    if (chance.happens(0.6)) {
      SimHost host = world.host(name);
      host.crash();
      world.after(lasting, host::boot);
    } else {
      String check = name + "/" + chance.oneOf(List.of("smtp", "web"));
      watch.checks().is(check, chance.oneOf(List.of(Status.CRITICAL, Status.UNKNOWN)));
      world.after(lasting, () -> watch.checks().is(check, Status.OK));
    }
  }

  private void toTheDaemon() {
    Duration lasting = chance.between(Duration.ofMillis(20), seconds(6));
    switch (chance.between(0, 7)) {
      case 0, 1, 2 -> {
        watch.kill();
        if (chance.happens(0.5)) {
          world.say("editor", edits.any()); // while nobody looks
        }
        world.runFor(lasting);
        start();
      }
      case 3, 4 -> {
        watch.killAtPortCall(chance.between(1, 60));
        world.say("editor", edits.any());
        look();
      }
      case 5 -> watch.pause(lasting);
      case 6 -> {
        watch.disk().fill();
        world.after(lasting, watch.disk()::mend);
      }
      default -> {
        watch.disk().hang();
        world.after(lasting, watch.disk()::mend);
      }
    }
  }

  private void byTheOperator() {
    String owned = chance.oneOf(HOSTS);
    switch (chance.between(0, 3)) {
      case 0 -> byHand(chance.oneOf(BY_HAND));
      case 1 -> watch.operate(new OperatorCommand.Delete(new HostName(chance.oneOf(BY_HAND))));
      case 2 -> refused(new OperatorCommand.Delete(new HostName(owned)), owned);
      default -> {
        watch.operate(new OperatorCommand.Stop(List.of(new HostName(owned))));
        world.after(
            seconds(chance.between(1, 5)),
            () -> watch.operate(new OperatorCommand.Start(List.of(new HostName(owned)))));
      }
    }
  }

  private void refused(OperatorCommand command, String owned) {
    var call = watch.operate(command);
    world.runFor(Duration.ofMillis(1));
    boolean done =
        rules.running().monitors().containsKey(owned)
            && call.reply().map(reply -> reply.exit() == 0).orElse(false);
    StormRules.must(!done, "what belongs to a file is changed there alone", owned);
  }

  private void byHand(String host) {
    rules.byHand(host);
    MonitorSpec spec =
        new MonitorSpec(
            new HostName(host),
            Duration.ofMillis(700),
            1,
            Duration.ofMillis(200),
            ScriptRef.DEFAULT_LOST,
            ScriptRef.DEFAULT_REGAIN,
            true);
    watch.operate(new OperatorCommand.Add(spec, true));
  }

  private void start() {
    restarts++;
    watch.start();
    var start = room.start();
    if (start.compiled() != null) {
      rules.startsWith(new TreeMap<>(start.texts()));
    }
    room.enter();
    if (watch.runs()) {
      world.runFor(Duration.ofMillis(1));
      dueOnceMore();
    }
  }

  /** The files are looked at: they come into force, or the last good set stays. */
  private void look() {
    SortedMap<String, String> texts = folder.texts();
    Optional<Meaning> meaning = library.of(texts);
    Meaning before = rules.running();
    boolean wasWrong = room.standing().trouble() != null;
    Reply reply = room.look();
    boolean clash = meaning.map(this::clashes).orElse(false);
    if (!watch.runs()) {
      return; // it was killed in the middle of its work, or of being looked at
    }
    boolean recordable = !reply.errors().toString().contains("cannot be recorded");
    boolean good = meaning.isPresent() && !clash && recordable;
    StormRules.must(
        (reply.exit() == 0) == good,
        "a good folder comes into force and a bad one does not",
        texts + ": " + reply);
    StormRules.must(
        (room.standing().trouble() == null) == good, "trouble is shown while there is any", "");
    if (good) {
      healed += wasWrong ? 1 : 0;
      StormRules.must(
          rules.running().equals(meaning.orElseThrow())
              && (rules.inForce().equals(rules.running()) || !reply.warnings().isEmpty()),
          "what is on disk is in force",
          rules.running() + " and " + rules.inForce() + ", not " + meaning);
    } else {
      bad++;
      StormRules.must(
          rules.running().equals(before), "a bad set changes nothing", reply.toString());
    }
    if (!watch.paused()) {
      rules.settled();
    }
    dueOnceMore();
  }

  private boolean clashes(Meaning meaning) {
    EngineView view = watch.view().orElse(null);
    return view != null
        && view.monitors().stream()
            .map(each -> each.spec().host().value())
            .anyMatch(
                host ->
                    !rules.ofFiles(view).contains(host) && meaning.monitors().containsKey(host));
  }

  private void rollback() {
    long newest = watch.disk().image().snapshot().policy().version();
    if (newest > 0 && room.isOpen()) {
      long version = chance.between(1, (int) newest);
      Map<String, String> files =
          ImageRecords.files(watch.disk().image().policyVersions(), version);
      Reply reply = room.rollback(version);
      world.say("operator", "rollback to version " + version + ": " + reply);
      if (reply.exit() == 0) {
        StormRules.must(
            folder.texts().equals(files), "a rollback brings the files back", files.toString());
      }
    }
  }

  private void mend() {
    world.say("world", "everything is mended");
    HOSTS.forEach(host -> world.host(host).boot());
    BY_HAND.forEach(host -> world.host(host).boot());
    watch.checks().mendAll();
    watch.disk().mend();
    watch.goOn();
    if (!watch.runs()) {
      start();
    }
    world.runFor(seconds(2));
    edits.checkout(false);
    look();
    watch.operate(new OperatorCommand.Start(List.of()));
  }

  private List<Run> unknown() {
    return watch.disk().image().snapshot().openRuns().stream()
        .filter(run -> run.status() == RunStatus.UNKNOWN)
        .toList();
  }

  private void mustBeAtRest() {
    rules.settled();
    rules.atRest();
    for (MonitorState state : watch.disk().image().snapshot().states()) {
      StormRules.must(
          state.verdict() == Verdict.UP && state.openOutage() == 0,
          "a host that answers is up in the end",
          state.toString());
    }
    List<Run> open = watch.disk().image().snapshot().openRuns();
    StormRules.must(open.isEmpty(), "every run ends", open.toString());
    SortedMap<String, String> texts = folder.texts();
    StormRules.must(
        ImageRecords.files(watch.disk().image().policyVersions(), Long.MAX_VALUE).equals(texts),
        "the newest version has the files that are in force",
        texts.toString());
  }

  @Override
  public void close() {
    room.close();
  }
}
