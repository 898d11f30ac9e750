package org.failovermon.app.daemon;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;

/**
 * Writes what is wrong with keys into the journal: each sentence when it arises, and again at most
 * once an hour while it lasts.
 */
final class KeyWatch implements AutoCloseable {
  private static final long AGAIN_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int MOST = 1_000;

  private final Supplier<List<String>> troubles;
  private final Inbox inbox;
  private final Map<String, Long> said = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("key-watch").unstarted(task));

  private KeyWatch(Supplier<List<String>> troubles, Inbox inbox) {
    this.troubles = troubles;
    this.inbox = inbox;
  }

  /** Begins to look, every second. */
  static KeyWatch start(Supplier<List<String>> troubles, Inbox inbox) {
    KeyWatch watch = new KeyWatch(troubles, inbox);
    var _ =
        watch.timer.scheduleWithFixedDelay(
            () -> watch.look(System.nanoTime()), 1, 1, TimeUnit.SECONDS);
    return watch;
  }

  /** One look at this moment. */
  private void look(long now) {
    said.values().removeIf(at -> now - at > AGAIN_NANOS);
    for (String trouble : troubles.get()) {
      if (!said.containsKey(trouble) && said.size() < MOST) {
        said.put(trouble, now);
        inbox.offer(
            new Event.Note(
                new LogEntry(
                    Instant.now(),
                    LogEntry.Kind.ENGINE,
                    "engine",
                    "",
                    "",
                    trouble,
                    LogEntry.ENGINE)));
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
