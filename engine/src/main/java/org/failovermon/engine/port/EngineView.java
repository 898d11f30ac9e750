package org.failovermon.engine.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.check.CheckResult;
import org.failovermon.engine.model.check.CheckSpec;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.RuleSpec;
import org.jspecify.annotations.Nullable;

/**
 * The engine's state at one moment, for {@code status} and the demo. Immutable.
 *
 * @param at when it was taken
 * @param monitors every monitor, by name
 * @param runs runs that are queued, running or unknown
 * @param notices what an operator must know now, most urgent first: a full disk, a pause, a
 *     suspicion of ourselves
 * @param figures how well the engine keeps time
 * @param checks every service check, by name
 * @param rules every rule, by name
 * @param windows every maintenance window, by name
 * @param policies the policies in force
 * @param storeFault why nothing can be recorded, or empty; also the first of the notices
 */
public record EngineView(
    Instant at,
    List<MonitorView> monitors,
    List<Run> runs,
    List<String> notices,
    Figures figures,
    List<CheckView> checks,
    List<RuleView> rules,
    List<WindowView> windows,
    PolicyView policies,
    String storeFault) {

  /** A view of an engine without policies. */
  public EngineView(
      Instant at,
      List<MonitorView> monitors,
      List<Run> runs,
      List<String> notices,
      Figures figures) {
    this(
        at, monitors, runs, notices, figures, List.of(), List.of(), List.of(), PolicyView.NONE, "");
  }

  /**
   * One monitor.
   *
   * @param spec what the operator said
   * @param state its state now; newer than the store's by what is not committed yet
   * @param misses misses in a row
   * @param beats beats sent since the monitor was started
   * @param nextBeat time until the next beat is due, zero if one is under way, null while stopped
   * @param paths its paths
   * @param waitsUntil while its silence is not judged: when that ends, be it the grace of a host
   *     never seen or a hold; null when nothing waits, or when the end is not known
   * @param doubt why its silence proves nothing, or empty: it is not asked in a way that it could
   *     answer
   */
  public record MonitorView(
      MonitorSpec spec,
      MonitorState state,
      int misses,
      long beats,
      @Nullable Duration nextBeat,
      List<PathView> paths,
      @Nullable Instant waitsUntil,
      String doubt) {
    /** A monitor whose verdict nothing delays. */
    public MonitorView(
        MonitorSpec spec,
        MonitorState state,
        int misses,
        long beats,
        @Nullable Duration nextBeat,
        List<PathView> paths) {
      this(spec, state, misses, beats, nextBeat, paths, null, "");
    }
  }

  /**
   * One path.
   *
   * @param path the path
   * @param lastAnswer time since its last answer, or null if there was none since the monitor was
   *     started
   * @param roundTrip round-trip time of that answer, or null
   * @param trouble what is wrong with it ("connection refused", "no answer for 5 s"), or empty
   */
  public record PathView(
      CommPath path, @Nullable Duration lastAnswer, @Nullable Duration roundTrip, String trouble) {}

  /**
   * How well the engine keeps time since the figures were last reset.
   *
   * @param window how long ago that was
   * @param beats beats sent in that time, retries included
   * @param latenessP50 median of how late a beat was sent against its due time
   * @param latenessP99 99th percentile of the same
   * @param latenessMax the worst of the same
   * @param pauses how often our own process was found to have been paused
   * @param paused how long those pauses were together
   * @param checks how late service checks began
   */
  public record Figures(
      Duration window,
      long beats,
      Duration latenessP50,
      Duration latenessP99,
      Duration latenessMax,
      long pauses,
      Duration paused,
      CheckFigures checks) {
    /** Figures of an engine without service checks. */
    public Figures(
        Duration window,
        long beats,
        Duration latenessP50,
        Duration latenessP99,
        Duration latenessMax,
        long pauses,
        Duration paused) {
      this(
          window,
          beats,
          latenessP50,
          latenessP99,
          latenessMax,
          pauses,
          paused,
          new CheckFigures(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }
  }

  /**
   * How well service checks keep time, in the same window.
   *
   * @param begun executions begun in that time
   * @param latenessP50 median of how late an execution began against its due time
   * @param latenessP99 99th percentile of the same
   * @param latenessMax the worst of the same
   */
  public record CheckFigures(
      long begun, Duration latenessP50, Duration latenessP99, Duration latenessMax) {}

  /**
   * One service check.
   *
   * @param spec what the policy says
   * @param state its state now; newer than the store's by what is not committed yet
   * @param inRow results in a row that speak against the verdict
   * @param last its latest result, or null if it was not made since the start
   * @param ago time since that result, or null
   * @param next time until it is made again, zero if it is under way
   */
  public record CheckView(
      CheckSpec spec,
      CheckState state,
      int inRow,
      @Nullable CheckResult last,
      @Nullable Duration ago,
      Duration next) {}

  /**
   * One rule.
   *
   * @param spec what the policy says
   * @param lastActed when it acted last, or null
   * @param lastWord what it decided last, as a sentence; empty if nothing yet
   */
  public record RuleView(RuleSpec spec, @Nullable Instant lastActed, String lastWord) {}

  /**
   * One maintenance window.
   *
   * @param window what it is
   * @param on whether it is on now
   * @param change when it ends, if it is on, or begins next; null when it is over for good
   */
  public record WindowView(Maintenance window, boolean on, @Nullable Instant change) {}

  /**
   * The policies in force.
   *
   * @param version number of the newest version recorded, or 0
   * @param owned every entry that belongs to a policy file
   * @param trouble why the policies could not be brought into force at the start, or empty
   */
  public record PolicyView(long version, List<Owned> owned, String trouble) {
    /** There are none. */
    public static final PolicyView NONE = new PolicyView(0, List.of(), "");
  }
}
