package org.failovermon.app.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.failovermon.app.Refusal;
import org.failovermon.app.cli.Version;
import org.failovermon.app.control.Acceptance;
import org.failovermon.app.control.DaemonCommand;
import org.failovermon.app.control.Json;
import org.failovermon.app.control.Live;
import org.failovermon.app.control.NoAnswerException;
import org.failovermon.app.control.Operations;
import org.failovermon.app.control.Records;
import org.failovermon.app.home.Home;
import org.failovermon.app.local.NoticeTrial;
import org.failovermon.app.local.PathProbe;
import org.failovermon.app.policy.PolicyRoom;
import org.failovermon.app.policy.Standing;
import org.failovermon.app.settings.Settings;
import org.failovermon.app.settings.SettingsReader;
import org.failovermon.engine.action.ScriptActions;
import org.failovermon.engine.heartbeat.Keys;
import org.failovermon.engine.heartbeat.Responder;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.OperatorCommand;
import org.failovermon.engine.port.Reply;
import org.failovermon.engine.schedule.IntervalCalendar;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What callers of the control socket can see and have done: turns their wishes into events of the
 * engine and waits for the replies. Thread-safe.
 */
final class EngineRoom implements Live, Operations {
  private static final Logger LOG = LoggerFactory.getLogger(EngineRoom.class);
  private static final long LOOK_MILLIS = 2_000;
  private static final long OPERATE_SECONDS = 20;
  private static final long ANNOUNCE_SECONDS = 2;
  private static final long APPLY_SECONDS = 27;

  private final Home home;
  private final Settings settings;
  private final Inbox engine;
  private final ScriptActions actions;
  private final Responder responder;
  private final Keys keys;
  private final Records records;
  private final Instant since;
  private final Consumer<String> stop;
  private final Acceptance acceptance;
  private final RefusalLines refusals;
  private volatile @Nullable PolicyRoom policies;

  EngineRoom(
      Home home,
      Settings settings,
      Inbox engine,
      ScriptActions actions,
      Responder responder,
      Keys keys,
      Records records,
      Instant since,
      Clock clock,
      Consumer<String> stop) {
    this.home = home;
    this.settings = settings;
    this.engine = engine;
    this.actions = actions;
    this.responder = responder;
    this.keys = keys;
    this.records = records;
    this.since = since;
    this.stop = stop;
    this.acceptance = new Acceptance(actions::problem);
    this.refusals = new RefusalLines(clock);
  }

  /** Takes the policies from here. */
  void policies(PolicyRoom room) {
    policies = room;
  }

  private PolicyRoom policyRoom() {
    PolicyRoom room = policies;
    if (room == null) {
      throw Refusal.notDone("the daemon is starting; try again");
    }
    return room;
  }

  @Override
  public ObjectNode policies() {
    Standing standing = policyRoom().standing();
    ObjectNode json = Json.object().put("auto_apply", policyRoom().autoApply());
    Standing.Trouble trouble = standing.trouble();
    if (trouble == null) {
      json.putNull("trouble");
    } else {
      ObjectNode told =
          Json.object()
              .put("sentence", trouble.sentence())
              .put("since", trouble.since().toString())
              .put("more", trouble.more());
      trouble.problems().forEach(told.putArray("problems")::add);
      json.set("trouble", told);
    }
    standing.waiting().forEach(json.putArray("waiting")::add);
    return json;
  }

  @Override
  public EngineView view() {
    return look(false);
  }

  private EngineView look(boolean resetFigures) {
    CompletableFuture<EngineView> view = new CompletableFuture<>();
    offer(new Event.Look(resetFigures, view::complete));
    try {
      return view.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new NoAnswerException(
          "answers, but its engine hangs: no state within " + LOOK_MILLIS / 1_000 + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.because(e, "the daemon stops");
    }
  }

  @Override
  public List<String> notices() {
    List<String> notices = new ArrayList<>(responder.faults());
    notices.addAll(troubles());
    notices.addAll(new NoticeTrial(home, settings).faults());
    try {
      SettingsReader.read(home.settings());
    } catch (Refusal e) {
      e.sentences().forEach(s -> notices.add("the next start of failoverd would fail: " + s));
    }
    return notices;
  }

  /** What is wrong with the keys, as sentences; also for the journal. */
  List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    if (!keys.trouble().isEmpty()) {
      troubles.add(keys.trouble());
    }
    troubles.addAll(responder.foreignKeys());
    return troubles;
  }

  @Override
  public List<String> scriptProblems() {
    return actions.problems().stream()
        .map(
            problem ->
                problem.text()
                    + (problem.lastGoodInForce() ? " (the last good version is in force)" : ""))
        .toList();
  }

  @Override
  public ObjectNode facts() {
    ObjectNode facts =
        Json.object()
            .put("pid", ProcessHandle.current().pid())
            .put("since", since.toString())
            .put("version", Version.text())
            .put("home", home.toString())
            .put("config", home.config().toString())
            .put("port", settings.port())
            .put(
                "tells_people",
                settings.notifyCommand().isPresent() || settings.mail().isPresent());
    ArrayNode addresses = facts.putArray("listens_on");
    responder.addresses().forEach(address -> addresses.add(shown(address)));
    ArrayNode older = facts.putArray("older_key_used_by");
    responder.usersOfOlderKey().forEach(older::add);
    return facts
        .put("heartbeats_answered", responder.answered())
        .put("invalid_messages", responder.invalidMessages());
  }

  private static String shown(java.net.InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  @Override
  public int defaultPort() {
    return settings.port();
  }

  @Override
  public Reply operate(String who, OperatorCommand command) {
    Optional<String> objection =
        acceptance
            .objection(command)
            .or(() -> records.noSuchRun(command))
            .or(() -> programThatGoesOn(command));
    if (objection.isPresent()) {
      note(who, "engine", command.getClass().getSimpleName() + " refused: " + objection.get());
      return Reply.refused(objection.get());
    }
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    offer(new Event.Operator(who, command, reply::complete));
    Reply answer = await(reply, OPERATE_SECONDS, "carried out the command");
    if (answer.exit() == Refusal.DONE) {
      watchScripts();
      policyRoom().operatorDid();
      return FirstContact.added(answer, command, this::view);
    }
    return answer;
  }

  /** Two programs of one run at a time might undo one another. */
  private Optional<String> programThatGoesOn(OperatorCommand command) {
    return command instanceof OperatorCommand.RetryRun(long run)
        ? actions
            .spool()
            .alive(run)
            .map(
                pid ->
                    "run "
                        + run
                        + " cannot be retried yet: its program, process "
                        + pid
                        + ", still runs; wait for it, or end it with all that it started: kill -- -"
                        + pid)
        : Optional.empty();
  }

  @Override
  public Reply command(String who, DaemonCommand command) {
    return switch (command) {
      case DaemonCommand.Announce(Duration absence) -> announce(who, absence);
      case DaemonCommand.AnnounceBack() -> announce(who, Duration.ZERO);
      case DaemonCommand.CheckPath check -> new PathProbe(home, settings.port()).check(check);
      case DaemonCommand.ResetFigures() -> {
        look(true);
        yield done("the figures of the engine begin anew");
      }
      case DaemonCommand.ApplyPolicies(String comment) ->
          await(policyRoom().apply(who, comment), APPLY_SECONDS, "brought the policies into force");
      case DaemonCommand.RollbackPolicies(long version) ->
          await(
              policyRoom().rollback(who, version),
              APPLY_SECONDS,
              "brought the policies into force");
      case DaemonCommand.TestNotice() -> testNotice(who);
      case DaemonCommand.Stop() -> {
        note(who, "engine", "stopped the daemon");
        stop.accept("asked by " + who);
        yield done("failoverd stops");
      }
    };
  }

  private Reply testNotice(String who) {
    Reply reply = new NoticeTrial(home, settings).send(who, "failoverd");
    List<String> said = new ArrayList<>(reply.errors());
    said.addAll(reply.messages());
    note(who, "engine", "tested the notices: " + String.join("; ", said));
    return new Reply(reply.exit(), reply.messages(), otherNotices(), reply.errors());
  }

  /** What is in force is what the daemon read when it started. */
  private List<String> otherNotices() {
    try {
      return SettingsReader.read(home.settings()).notices().equals(settings.notices())
          ? List.of()
          : List.of(
              "[notify] or [mail] was changed in "
                  + home.settings()
                  + " after failoverd started, which uses the older one until: failovermon daemon"
                  + " stop; failovermon daemon start");
    } catch (Refusal e) {
      return List.of(); // status says what is wrong with the file
    }
  }

  private Reply announce(String who, Duration absence) {
    int told =
        await(responder.announce(absence), ANNOUNCE_SECONDS, "told the observers").intValue();
    String sentence =
        absence.isZero()
            ? "took the announcement back"
            : "announced an absence of " + Durations.show(absence);
    note(who, "engine", sentence + "; observers told: " + told);
    return told == 0
        ? new Reply(
            Refusal.DONE,
            List.of(sentence),
            List.of("nobody has asked for our heartbeat within the last hour, so nobody was told"),
            List.of())
        : done(sentence + "; observers told: " + told);
  }

  @Override
  public void refused(String who, String what) {
    refusals
        .line(who, what)
        .map(text -> line(who, "engine", text))
        .filter(line -> !engine.offer(new Event.Note(line)))
        .ifPresent(line -> LOG.warn("not in the journal, for there is too much to do: {}", line));
  }

  /** Names the scripts in use, so that they are loaded before they are needed. */
  void watchScripts() {
    Snapshot snapshot = records.snapshot();
    Set<ScriptActions.Watched> watched = new HashSet<>();
    for (MonitorSpec monitor : snapshot.monitors()) {
      watched.add(new ScriptActions.Watched(monitor.lostPulse(), RunKind.LOST_PULSE));
      watched.add(new ScriptActions.Watched(monitor.regainPulse(), RunKind.REGAIN_PULSE));
    }
    for (Job job : snapshot.jobs()) {
      if (job.action() instanceof Job.RunScript(ScriptRef script)) {
        watched.add(new ScriptActions.Watched(script, RunKind.JOB));
      }
    }
    PolicyRoom room = policies;
    if (room != null) {
      room.set()
          .rules()
          .forEach(rule -> watched.add(new ScriptActions.Watched(rule.action(), RunKind.RULE)));
    }
    actions.watch(watched);
  }

  /**
   * The policies in force have changed: their scripts are in use, and an interval that their
   * calendar would have put in force by now is put in force now.
   */
  void policiesChanged() {
    watchScripts();
    Snapshot snapshot = records.snapshot();
    Map<String, Job> jobs = new HashMap<>();
    snapshot.jobs().forEach(job -> jobs.put(job.name(), job));
    policyRoom().set().jobs().forEach(job -> jobs.put(job.job().name(), job.job()));
    IntervalCalendar.missed(List.copyOf(jobs.values()), snapshot.jobsFired(), Instant.now())
        .forEach((job, due) -> offer(new Event.JobDue(job, due)));
  }

  private void note(String who, String subject, String text) {
    offer(new Event.Note(line(who, subject, text)));
  }

  private static LogEntry line(String who, String subject, String text) {
    return new LogEntry(Instant.now(), LogEntry.Kind.OPERATOR, subject, "", "", text, who);
  }

  private void offer(Event event) {
    if (!engine.offer(event)) {
      throw Refusal.notDone("the daemon has too much to do and takes nothing more; try again");
    }
  }

  private static <T> T await(CompletableFuture<T> future, long seconds, String what) {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw Refusal.because(
          e,
          "the daemon has not "
              + what
              + " within "
              + seconds
              + " s; a disk that does not answer is the usual reason: failovermon status");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.because(e, "the daemon stops");
    }
  }

  private static Reply done(String sentence) {
    return new Reply(Refusal.DONE, new ArrayList<>(List.of(sentence)), List.of(), List.of());
  }
}
