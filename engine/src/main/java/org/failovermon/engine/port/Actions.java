package org.failovermon.engine.port;

import java.time.Duration;
import java.time.Instant;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Verdict;
import org.jspecify.annotations.Nullable;

/** Runs action scripts. Called from the engine's thread; never blocks it. */
public interface Actions {
  /** Most runs that the engine has under way at a time; further ones are queued. */
  int MOST_RUNS = 256;

  /**
   * Starts a run whose start is already committed. It ends exactly once with {@link
   * Event.RunEnded}, also when the script does not exist, does not compile, or hangs.
   */
  void start(Order order);

  /**
   * What a script gets to know.
   *
   * @param run the run
   * @param monitor what the operator said of the monitor, or null for a job or rule
   * @param verdict the verdict that called for it, or null for a job or rule
   * @param since when the host was last known to be well, or when the job or rule came due
   * @param deadline how long it may take, or null for the configuration's deadline
   */
  record Order(
      Run run,
      @Nullable MonitorSpec monitor,
      @Nullable Verdict verdict,
      Instant since,
      @Nullable Duration deadline) {

    /** An order with the configuration's deadline. */
    public Order(Run run, @Nullable MonitorSpec monitor, @Nullable Verdict verdict, Instant since) {
      this(run, monitor, verdict, since, null);
    }
  }
}
