package org.failovermon.engine.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Run;
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
 */
public record EngineView(
    Instant at, List<MonitorView> monitors, List<Run> runs, List<String> notices, Figures figures) {

  /**
   * One monitor.
   *
   * @param spec what the operator said
   * @param state its state now; newer than the store's by what is not committed yet
   * @param misses misses in a row
   * @param beats beats sent since the monitor was started
   * @param nextBeat time until the next beat is due, zero if one is under way, null while stopped
   * @param paths its paths
   */
  public record MonitorView(
      MonitorSpec spec,
      MonitorState state,
      int misses,
      long beats,
      @Nullable Duration nextBeat,
      List<PathView> paths) {}

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
   */
  public record Figures(
      Duration window,
      long beats,
      Duration latenessP50,
      Duration latenessP99,
      Duration latenessMax,
      long pauses,
      Duration paused) {}
}
