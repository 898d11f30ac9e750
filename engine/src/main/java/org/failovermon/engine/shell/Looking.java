package org.failovermon.engine.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.failovermon.engine.decide.Phase;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Verdict;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.EngineView;
import org.jspecify.annotations.Nullable;

/** Makes the view of the engine that {@code status} shows. Engine's thread only. */
final class Looking {
  private static final int MOST_DOUBTS = 20;

  /** A pause is worth a notice for so long. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private final Clock clock;
  private final Monitors monitors;
  private final Runs runs;
  private final Ledger ledger;
  private final Suspicions suspicions;
  private final Pauses pauses;
  private final Policies policies;
  private final PolicyWork work;
  private final Supplier<List<Owned>> owned;
  private long figuresSince;
  private long pausesBefore;
  private long pausedBefore;

  Looking(
      Clock clock,
      Monitors monitors,
      Runs runs,
      Ledger ledger,
      Suspicions suspicions,
      Pauses pauses,
      Policies policies,
      PolicyWork work,
      Supplier<List<Owned>> owned) {
    this.clock = clock;
    this.monitors = monitors;
    this.runs = runs;
    this.ledger = ledger;
    this.suspicions = suspicions;
    this.pauses = pauses;
    this.policies = policies;
    this.work = work;
    this.owned = owned;
    this.figuresSince = clock.nanos();
  }

  EngineView view(boolean resetFigures) {
    EngineView view =
        new EngineView(
            clock.wall(),
            monitors.all().stream().map(this::view).toList(),
            runs.open(),
            notices(),
            figures(),
            work.checks(),
            work.rules(),
            work.windows(),
            new EngineView.PolicyView(policies.version(), owned.get(), policies.trouble()),
            ledger.fault());
    if (resetFigures) {
      monitors.punctuality().reset();
      work.checkPunctuality().reset();
      figuresSince = clock.nanos();
      pausesBefore = pauses.count();
      pausedBefore = pauses.total();
    }
    return view;
  }

  private EngineView.MonitorView view(Watch watch) {
    long now = clock.nanos();
    Duration next = null;
    if (watch.started) {
      next = watch.trying ? Duration.ZERO : Duration.ofNanos(Math.max(0, watch.dueAt - now));
    }
    return new EngineView.MonitorView(
        watch.spec,
        newest(watch),
        watch.pulse.phase().misses(),
        watch.beats,
        next,
        watch.paths.stream().map(path -> view(watch, path, now)).toList(),
        waitsUntil(watch, now),
        watch.doubt);
  }

  /** While a verdict waits, its newest sentence says more than that with which it was reached. */
  private static MonitorState newest(Watch watch) {
    MonitorState saved = watch.saved;
    return switch (watch.pulse.verdict()) {
      case UNKNOWN, MISSING, HELD_BACK ->
          new MonitorState(
              saved.host(),
              saved.started(),
              saved.verdict(),
              saved.since(),
              watch.because.isEmpty() ? saved.because() : watch.because,
              saved.openOutage(),
              saved.lastAnswer(),
              saved.incarnation(),
              saved.announcement(),
              saved.absentUntil());
      case UP, LOST, CANNOT_JUDGE, STOPPED -> saved;
    };
  }

  private @Nullable Instant waitsUntil(Watch watch, long now) {
    long until =
        switch (watch.pulse.phase()) {
          case Phase.Unknown unknown when watch.doubt.isEmpty() -> unknown.graceUntil();
          case Phase.HeldBack held
              when held.why() != Phase.HoldReason.NOT_ASKED && held.until() != Long.MAX_VALUE ->
              held.until();
          case Phase.Unknown _,
              Phase.HeldBack _,
              Phase.Up _,
              Phase.Missing _,
              Phase.Lost _,
              Phase.CannotJudge _,
              Phase.Stopped _ ->
              now;
        };
    return until <= now ? null : clock.wall().plusNanos(until - now);
  }

  private static EngineView.PathView view(Watch watch, CommPath path, long now) {
    Watch.PathNotes notes = watch.notes.get(path);
    if (notes == null || notes.roundTripNanos < 0) {
      return new EngineView.PathView(path, null, null, notes == null ? "" : notes.trouble);
    }
    Duration ago = Duration.ofNanos(Math.max(0, now - notes.answeredAt));
    boolean silent = notes.trouble.isEmpty() && ago.compareTo(watch.spec.bound()) > 0;
    return new EngineView.PathView(
        path,
        ago,
        Duration.ofNanos(notes.roundTripNanos),
        silent ? "no answer for " + Durations.show(ago) : notes.trouble);
  }

  private List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (!ledger.fault().isEmpty()) {
      notices.add(ledger.fault());
    }
    if (ledger.droppedLines() > 0) {
      notices.add(
          ledger.droppedLines()
              + " lines of the journal were dropped while nothing could be recorded");
    }
    if (!policies.trouble().isEmpty()) {
      notices.add("no policies are in force, what belongs to them rests: " + policies.trouble());
    }
    suspicions.reasons().forEach(notices::add);
    for (Watch watch : monitors.all()) {
      if (watch.started && !watch.doubt.isEmpty() && notices.size() < MOST_DOUBTS) {
        notices.add(watch.host + " is not judged: " + watch.doubt);
      }
    }
    notices.addAll(work.notices());
    long blind =
        monitors.all().stream().filter(w -> w.pulse.verdict() == Verdict.CANNOT_JUDGE).count();
    if (blind > 0) {
      notices.add(
          blind + " hosts cannot be judged, because this process is paused again and again");
    }
    String pause = pauses.recent(clock.wall(), RECENT);
    if (!pause.isEmpty()) {
      notices.add(pause);
    }
    return List.copyOf(notices);
  }

  private EngineView.Figures figures() {
    Histogram lateness = monitors.punctuality().lateness();
    return new EngineView.Figures(
        Duration.ofNanos(clock.nanos() - figuresSince),
        monitors.punctuality().beats(),
        micros(lateness.getValueAtPercentile(50)),
        micros(lateness.getValueAtPercentile(99)),
        micros(lateness.getMaxValue()),
        pauses.count() - pausesBefore,
        Duration.ofNanos(pauses.total() - pausedBefore),
        checkFigures());
  }

  private EngineView.CheckFigures checkFigures() {
    Histogram lateness = work.checkPunctuality().lateness();
    return new EngineView.CheckFigures(
        work.checkPunctuality().beats(),
        micros(lateness.getValueAtPercentile(50)),
        micros(lateness.getValueAtPercentile(99)),
        micros(lateness.getMaxValue()));
  }

  private static Duration micros(long value) {
    return Duration.ofNanos(value * 1_000);
  }
}
