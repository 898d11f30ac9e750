package org.failovermon.app.daemon;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.failovermon.app.Refusal;
import org.failovermon.app.control.ControlServer;
import org.failovermon.app.control.Questions;
import org.failovermon.app.home.Errors;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.HomeLock;
import org.failovermon.app.home.Install;
import org.failovermon.app.local.DatabaseRecords;
import org.failovermon.app.local.FirstKey;
import org.failovermon.app.local.NoticeTrial;
import org.failovermon.app.policy.PolicyRoom;
import org.failovermon.app.policy.PolicyStart;
import org.failovermon.app.policy.RecordedScripts;
import org.failovermon.app.policy.Workbench;
import org.failovermon.app.rights.Rights;
import org.failovermon.app.settings.Settings;
import org.failovermon.app.settings.SettingsReader;
import org.failovermon.db.SqliteStore;
import org.failovermon.db.StoreOptions;
import org.failovermon.db.schema.DatabaseException;
import org.failovermon.dsl.GroovyScripts;
import org.failovermon.engine.action.ActionSettings;
import org.failovermon.engine.action.ScriptActions;
import org.failovermon.engine.heartbeat.AnsweredKeys;
import org.failovermon.engine.heartbeat.KeyFileException;
import org.failovermon.engine.heartbeat.Keys;
import org.failovermon.engine.heartbeat.NameResolver;
import org.failovermon.engine.heartbeat.Reservation;
import org.failovermon.engine.heartbeat.Responder;
import org.failovermon.engine.heartbeat.UdpHeartbeatLink;
import org.failovermon.engine.linux.BootClock;
import org.failovermon.engine.linux.BootId;
import org.failovermon.engine.linux.CarrierWatch;
import org.failovermon.engine.linux.DiskProbe;
import org.failovermon.engine.linux.FileWatch;
import org.failovermon.engine.linux.OpenFileLimit;
import org.failovermon.engine.linux.ReferenceWatch;
import org.failovermon.engine.model.Health;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.probe.ProbeSettings;
import org.failovermon.engine.probe.ServiceProbes;
import org.failovermon.engine.schedule.Cron;
import org.failovermon.engine.schedule.IntervalCalendar;
import org.failovermon.engine.schedule.QuartzSchedule;
import org.failovermon.engine.shell.Engine;
import org.failovermon.engine.shell.EngineSettings;
import org.failovermon.engine.shell.EngineThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running daemon: the engine with its adapters around it. Everything is made in {@link #start},
 * in an order in which nobody hears of a part that is not there yet, and closed in the reverse
 * order.
 */
final class Failoverd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Failoverd.class);

  /** An engine whose last duty cycle is older than this starves (its longest sleep is 0.5 s). */
  private static final Duration STARVES = Duration.ofSeconds(2);

  private static final Duration ABSENCE = Duration.ofMinutes(15);
  private static final Duration CANNOT_JUDGE = EngineSettings.DEFAULT.cannotJudgeLimit();

  private final Home home;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Instant since = Instant.now();

  private Failoverd(Home home) {
    this.home = home;
  }

  /**
   * Starts everything; when it returns, heartbeats are answered, monitors run and the control
   * socket is open.
   *
   * @param foreground whether the log also goes to standard error
   * @throws Refusal when it cannot start; what was begun is closed again
   */
  static Failoverd start(Home home, boolean foreground) {
    Settings settings = SettingsReader.read(home.settings());
    home.create();
    Failoverd daemon = new Failoverd(home);
    try {
      boolean died =
          HomeLock.holder(home).filter(last -> last.purpose().equals("failoverd")).isPresent();
      daemon.parts.push(HomeLock.take(home, "failoverd"));
      LogSetup.toFiles(home.logs(), foreground);
      // First of all: when another program has the port, nothing is made, recorded or started.
      Reservation addresses = daemon.part(Reservation.take(settings.listen(), settings.port()));
      FirstKey.makeIfMissing(home).forEach(LOG::info);
      daemon.assemble(settings, addresses, died);
      return daemon;
    } catch (KeyFileException | DatabaseException | InvalidValueException e) {
      daemon.close();
      throw Refusal.because(e, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      daemon.close();
      throw Refusal.because(e, Errors.reason(e));
    } catch (RuntimeException | Error e) {
      daemon.close();
      throw e;
    }
  }

  /**
   * Makes all parts.
   *
   * @param died whether the daemon before this one ended without giving back its lock
   */
  private void assemble(Settings settings, Reservation addresses, boolean died)
      throws IOException, KeyFileException {
    BootClock clock = new BootClock();
    Keys keys = Keys.follow(home.key());
    SqliteStore store =
        part(
            SqliteStore.open(
                StoreOptions.defaults(home.database())
                    .keeping(settings.historyKeep(), settings.logKeep())));
    home.openToReaders();
    Snapshot snapshot = store.load();
    AnsweredKeys answered = part(AnsweredKeys.keptIn(home.answeredKeys()));
    UdpHeartbeatLink link =
        part(new UdpHeartbeatLink(clock, keys, settings.port(), NameResolver.SYSTEM, answered));
    LateInbox inbox = new LateInbox();
    QuartzSchedule schedule = part(new QuartzSchedule(inbox));
    GroovyScripts language = new GroovyScripts();
    ScriptActions actions =
        part(new ScriptActions(actionSettings(settings), inbox, language, clock));
    ServiceProbes probes =
        part(new ServiceProbes(ProbeSettings.withDefaults(home.state()), clock, inbox));
    FileWatch files = part(FileWatch.start(home.config(), inbox, clock));
    actions
        .spool()
        .tidy(snapshot.openRuns().stream().map(Run::id).collect(Collectors.toUnmodifiableSet()));
    DatabaseRecords records = part(DatabaseRecords.open(home.database()));
    records.history(store::history);
    language.recorded(new RecordedScripts(home.scripts(), records));
    // A host must not be silent to its observers while its policies are compiled.
    AtomicReference<EngineThread> engineThread = new AtomicReference<>();
    DiskProbe disk = part(DiskProbe.start(home.state(), clock, DiskProbe.LIMIT));
    Responder responder =
        part(
            addresses.answer(
                keys,
                clock,
                () -> new Health(disk.stalls(), starves(engineThread.get(), clock)),
                store.nextIncarnation(),
                why -> broken("the responder", why)));
    Workbench bench =
        Workbench.cached(home, Workbench.scriptsOf(home, language::problem), System.getenv());
    PolicyStart policies =
        PolicyStart.load(bench, records, snapshot, settings.policies().autoApply());
    Engine engine =
        new Engine(
            new Engine.Ports(clock, link, store, actions, schedule, probes, files, Cron::next),
            new EngineSettings(
                settings.grace(),
                settings.holdBack(),
                CANNOT_JUDGE,
                settings.allowUnrecordedRuns()),
            snapshot,
            policies.atStart(),
            BootId.read(),
            link::wakeup);
    inbox.connect(engine);
    if (died) {
      engine.offer(
          new Event.Note(
              new LogEntry(
                  Instant.now(),
                  LogEntry.Kind.ENGINE,
                  "engine",
                  "",
                  "",
                  "failoverd had not ended properly: it was killed, or the machine failed",
                  LogEntry.ENGINE)));
    }
    PolicyRoom policyRoom =
        part(new PolicyRoom(home, settings.policies(), policies, bench, engine));
    actions.inline(policyRoom.scripts());
    EngineThread thread = new EngineThread(engine, clock, link, why -> broken("the engine", why));
    thread.start();
    engineThread.set(thread);
    store.start(engine);
    part(thread);
    IntervalCalendar.missed(snapshot.jobs(), snapshot.jobsFired(), Instant.now())
        .forEach((job, due) -> engine.offer(new Event.JobDue(job, due)));
    new NoticeTrial(home, settings).faults().forEach(LOG::warn);
    OpenFileLimit.complaint(snapshot.paths().size(), OpenFileLimit.soft()).ifPresent(LOG::warn);
    part(ReferenceWatch.start(settings.reference(), engine));
    part(CarrierWatch.start(link::localAddresses, engine));
    EngineRoom room =
        new EngineRoom(
            home,
            settings,
            engine,
            actions,
            responder,
            keys,
            records,
            since,
            clock,
            this::askToStop);
    room.watchScripts();
    part(KeyWatch.start(room::troubles, engine));
    room.policies(policyRoom);
    policyRoom.begin(policies, room::policiesChanged);
    Rights rights =
        new Rights(
            home.toString(),
            ((Number) java.nio.file.Files.getAttribute(home.state(), "unix:uid")).longValue(),
            settings.group());
    part(
        ControlServer.open(
            home.socket(),
            new Questions(home.toString(), settings.port(), records, room, Clock.systemUTC()),
            room,
            rights));
    parts.push(() -> announceIfHostGoesDown(responder));
    LOG.info(
        "failoverd runs: home {}, process {}, heartbeats on {}",
        home,
        ProcessHandle.current().pid(),
        responder.addresses());
  }

  /** Whether the engine does not come to its duty cycles; before it has begun it has none. */
  private static boolean starves(@Nullable EngineThread thread, BootClock clock) {
    return thread != null && clock.nanos() - thread.lastCycleNanos() > STARVES.toNanos();
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  private ActionSettings actionSettings(Settings settings) {
    return new ActionSettings(
        home.state(),
        home.scripts(),
        Install.scripts(),
        settings.runDeadline(),
        settings.outputLimit(),
        settings.notices());
  }

  /** One part is dead: the daemon ends, so that the service manager starts a whole one. */
  private void broken(String part, Throwable why) {
    LOG.error("{} stopped: a fault of failovermon itself; the daemon ends", part, why);
    ended.complete(false);
  }

  /** Has the daemon end; returns at once. */
  void askToStop(String why) {
    if (ended.complete(true)) {
      LOG.info("failoverd stops: {}", why);
    }
  }

  /** Completed when the daemon is to end: true by wish, false by a fault of its own. */
  CompletableFuture<Boolean> ended() {
    return ended;
  }

  private static void announceIfHostGoesDown(Responder responder) {
    if (!HostShutdown.underWay()) {
      return;
    }
    try {
      int told = responder.announce(ABSENCE).get(1, TimeUnit.SECONDS);
      LOG.info("this host shuts down; {} observers were told", told);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("this host shuts down; not all observers could be told", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes all parts, the newest first. What one of them cannot do does not keep the others. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Refusal e) { // the operator's surroundings, as a disk that has become read-only
        LOG.warn("{}", String.join(" ", e.sentences()));
      } catch (Exception e) { // AutoCloseable declares no less
        LOG.error("closing {} failed", part.getClass().getSimpleName(), e);
      }
    }
  }
}
