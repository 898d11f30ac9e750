package org.failovermon.engine.action;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunResult;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs action scripts: those of the given language in our own process, anything else as a program.
 *
 * <p>{@link #start} only puts the run into a queue; up to {@link #MOST_RUNS} runs go on at a time.
 * The engine starts no more, so that a run whose reason is gone can still be skipped. Thread-safe.
 */
public final class ScriptActions implements Actions, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScriptActions.class);
  private static final int REHEARSALS = 50;
  private static final Duration FORGET = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final long DEADLINE_LOOK_MILLIS = 100;

  /** After its deadline a script has the grace of its programs, and a little to fall over. */
  private static final Duration LEFT_BEHIND = ProgramRunner.GRACE.plusSeconds(7);

  private final ActionSettings settings;
  private final Inbox inbox;
  private final ScriptLanguage language;
  private final Clock clock;
  private final ScriptWatch scripts;
  private final ProgramRunner programs;
  private final Notifier notifier;
  private final Duration leftBehind;
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor timer;
  private final Spool spool;
  private final Set<RunContext> running = ConcurrentHashMap.newKeySet();
  private volatile InlineScripts inline = InlineScripts.NONE;

  /**
   * Makes one and, in the background, warms the compiler and loads the scripts there are.
   *
   * @param settings what the configuration says
   * @param inbox gets {@link Event.RunEnded}
   * @param language compiles and runs scripts such as Groovy's; closed with this
   * @param clock deadlines are measured on it
   */
  public ScriptActions(ActionSettings settings, Inbox inbox, ScriptLanguage language, Clock clock) {
    this(settings, inbox, language, clock, new ProgramRunner(clock), LEFT_BEHIND);
  }

  ScriptActions(
      ActionSettings settings,
      Inbox inbox,
      ScriptLanguage language,
      Clock clock,
      ProgramRunner programs,
      Duration leftBehind) {
    this.settings = settings;
    this.inbox = inbox;
    this.language = language;
    this.clock = clock;
    this.programs = programs;
    this.leftBehind = leftBehind;
    this.spool = new Spool(settings.home().resolve("runs"));
    this.scripts = new ScriptWatch(settings, language);
    this.notifier = new ConfiguredNotifier(settings.notices(), programs, settings.home());
    this.workers =
        new ThreadPoolExecutor(
            MOST_RUNS, MOST_RUNS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("run"));
    workers.allowCoreThreadTimeOut(true);
    this.timer = new ScheduledThreadPoolExecutor(3, named("scripts"));
    timer.setRemoveOnCancelPolicy(true);
    timer.execute(this::warmUp);
    var _ = timer.scheduleWithFixedDelay(scripts::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    var _ = timer.scheduleWithFixedDelay(this::spoolOutputs, 1, 1, TimeUnit.SECONDS);
  }

  private void spoolOutputs() {
    running.forEach(RunContext::spoolOutput);
  }

  @Override
  public void start(Order order) {
    try {
      workers.execute(() -> work(order));
    } catch (RejectedExecutionException e) {
      inbox.offer(
          new Event.RunEnded(
              order.run().id(),
              new RunResult(RunStatus.FAILED, null, "not started: failovermon is stopping", "")));
    }
  }

  /**
   * Why a script is not acceptable right now, or empty: it is missing, not executable, others may
   * write it, or it does not compile. Runs nothing and changes nothing; may take a second for the
   * first Groovy script in a process.
   */
  public Optional<String> problem(ScriptRef script, RunKind kind) {
    return scripts.problem(script, kind);
  }

  /** Takes what belongs to the policies in force from here, from the next run on. */
  public void inline(InlineScripts blocks) {
    inline = blocks;
    scripts.inline(blocks);
  }

  /**
   * Names the scripts that monitors and jobs use, replacing those named before, so that they are
   * loaded before they are needed and their problems are known. What lies in the script folders is
   * loaded in any case.
   */
  public void watch(Set<Watched> scripts) {
    this.scripts.watch(
        scripts.stream()
            .filter(each -> !InlineScripts.names(each.script()))
            .collect(Collectors.toSet()));
  }

  /**
   * A script that is in use.
   *
   * @param script its name
   * @param kind the kind of run it is used for
   */
  public record Watched(ScriptRef script, RunKind kind) {}

  /** What is wrong with scripts at present, for {@code status}. */
  public List<ScriptProblem> problems() {
    return scripts.problems();
  }

  /**
   * Takes no more runs and forgets those that go on: programs live on in their own sessions, and
   * their runs are found unknown at the next start.
   */
  @Override
  public void close() {
    timer.shutdownNow();
    workers.getQueue().clear();
    workers.shutdown();
    language.close();
  }

  private void work(Order order) {
    RunContext context = new RunContext(order, settings, clock, programs, notifier, spool);
    running.add(context);
    RunResult result;
    try {
      result = run(order, context);
    } catch (ScriptRejectedException e) {
      result = new RunResult(RunStatus.FAILED, null, Reasons.of(e), context.output());
    } catch (RuntimeException | Error e) {
      LOG.error("run {} hit an error of failovermon itself", order.run().id(), e);
      result =
          new RunResult(
              RunStatus.FAILED,
              null,
              "an error of failovermon itself, see its log: " + e,
              context.output());
    }
    report(context, result);
  }

  private RunResult run(Order order, RunContext context) throws ScriptRejectedException {
    if (InlineScripts.names(order.run().script())) {
      return runInline(order.run().script(), context);
    }
    ScriptRef script = order.run().script();
    RunKind kind = order.run().kind();
    Optional<ScriptLanguage.Loaded> held = inline.file(script, kind);
    if (held.isPresent()) {
      scripts.own(script, kind).ifPresent(context::script);
      try (ScriptLanguage.Loaded loaded = held.get()) {
        return runLoaded(loaded, context);
      }
    }
    Path file = scripts.present(script, kind);
    context.script(file);
    return language.speaks(file) ? runCompiled(file, context) : runProgram(file, context);
  }

  private static RunResult runProgram(Path file, RunContext context) {
    ProgramEnd end = context.runProgram(file);
    RunStatus status =
        switch (end.how()) {
          case EXITED -> end.exitCode() == 0 ? RunStatus.SUCCEEDED : RunStatus.FAILED;
          case DEADLINE -> RunStatus.TIMED_OUT;
          case STOPPED, NOT_STARTED -> RunStatus.FAILED;
        };
    Integer code = end.how() == ProgramEnd.How.NOT_STARTED ? null : end.exitCode();
    return new RunResult(status, code, end.sentence(), context.output());
  }

  private RunResult runCompiled(Path file, RunContext context) throws ScriptRejectedException {
    try (ScriptLanguage.Loaded script = language.load(file)) {
      return runLoaded(script, context);
    }
  }

  private RunResult runInline(ScriptRef block, RunContext context) throws ScriptRejectedException {
    try (ScriptLanguage.Loaded script =
        inline
            .load(block)
            .orElseThrow(
                () ->
                    new ScriptRejectedException(
                        "nothing was carried out: the policies in force have no block "
                            + block
                            + " any more; "
                            + inline.gone()
                            + " (failovermon policy history); what it was to do is left to you"))) {
      return runLoaded(script, context);
    }
  }

  private RunResult runLoaded(ScriptLanguage.Loaded script, RunContext context) {
    try (DeadlineWatch watch = new DeadlineWatch(context)) {
      if (!script.remark().isEmpty()) {
        context.note(script.remark());
      }
      context.begin();
      watch.arm();
      try {
        script.run(context);
      } catch (ScriptRejectedException e) {
        if (!context.expired()) {
          context.note(Reasons.of(e));
          return new RunResult(RunStatus.FAILED, null, Reasons.of(e), context.output());
        }
      } finally {
        context.finish();
      }
    }
    if (context.expired()) {
      return timedOut(context, "");
    }
    if (context.noticeFailed()) {
      return new RunResult(
          RunStatus.FAILED,
          null,
          "the script came to its end, but " + context.unheard(),
          context.output());
    }
    String unheard = context.unheard();
    return new RunResult(
        RunStatus.SUCCEEDED,
        null,
        "the script came to its end" + (unheard.isEmpty() ? "" : "; " + unheard),
        context.output());
  }

  private RunResult timedOut(RunContext context, String remark) {
    return new RunResult(
        RunStatus.TIMED_OUT,
        null,
        "ended at its deadline of " + Durations.show(context.deadline()) + remark,
        context.output());
  }

  private void report(RunContext context, RunResult result) {
    if (!context.end()) {
      return; // it was left behind at its deadline and has been reported
    }
    long run = context.order().run().id();
    context.spoolOutput(); // before anybody hears of the end: we may die before it is recorded
    running.remove(context);
    forgetLater(run);
    LOG.info("run {} {}: {}", run, result.status().word(), result.sentence());
    if (!inbox.offer(new Event.RunEnded(run, result))) {
      LOG.error("the end of run {} was not taken by the engine: {}", run, result.sentence());
    }
  }

  /**
   * By then its end is recorded, or waits for a disk that nothing else can be written to either.
   */
  private void forgetLater(long run) {
    try {
      var _ = timer.schedule(() -> spool.forget(run), FORGET.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("failovermon is stopping; what run {} printed stays in the spool", run);
    }
  }

  /** What is known of runs that are not ended, or ended just now. */
  public Spool spool() {
    return spool;
  }

  /**
   * Goes once through all that the first real run needs, without any effect: what the JVM loads and
   * links then must not cost time when a host is down.
   */
  private void warmUp() {
    try (ScriptLanguage.Loaded rehearsal = language.warmUp()) {
      for (int i = 0; i < REHEARSALS; i++) {
        RunContext context = rehearsal();
        RunResult result = runLoaded(rehearsal, context);
        if (result.status() != RunStatus.SUCCEEDED) {
          throw new IllegalStateException("the rehearsal failed: " + result.sentence());
        }
      }
      Optional<Path> nothing = RunEnvironment.find("true", settings.home());
      if (nothing.isPresent() && ProgramRunner.missing().isEmpty()) {
        rehearsal().runProgram(nothing.get());
      }
      workers.prestartCoreThread();
    } catch (RuntimeException | LinkageError e) {
      if (timer.isShutdown()) { // interrupted by close
        LOG.info("failovermon stopped while scripts were rehearsed");
      } else {
        LOG.warn("scripts could not be rehearsed; the first one will start slowly", e);
      }
    }
  }

  private RunContext rehearsal() {
    return new RunContext(Rehearsal.order(), settings, clock, programs, notifier, null);
  }

  private static ThreadFactory named(String name) {
    AtomicLong count = new AtomicLong();
    return task ->
        Thread.ofPlatform().daemon().name(name + "-" + count.incrementAndGet()).unstarted(task);
  }

  /** Watches the deadline of a compiled script; programs watch their own. */
  private final class DeadlineWatch implements AutoCloseable {
    private final RunContext context;
    private volatile boolean done;

    DeadlineWatch(RunContext context) {
      this.context = context;
    }

    void arm() {
      long millis = Math.max(1, Math.min(DEADLINE_LOOK_MILLIS, context.left().toMillis()));
      try {
        var _ = timer.schedule(this::check, millis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("failovermon is stopping; the deadline of a run is not watched any more");
      }
    }

    private void check() {
      if (done) {
        return;
      }
      Duration left = context.left();
      if (left.compareTo(leftBehind.negated()) <= 0) {
        report(
            context,
            timedOut(context, "; its code does not let itself be interrupted and was left behind"));
        return;
      }
      if (left.isNegative() || left.isZero()) {
        context.expire();
      }
      arm();
    }

    @Override
    public void close() {
      done = true;
    }
  }
}
