package org.failovermon.app.policy;

import java.time.Instant;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.failovermon.app.Refusal;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.failovermon.engine.port.EngineView;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.Reply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers policies to the engine and waits for its word. Not thread-safe. */
final class Offers {
  private static final Logger LOG = LoggerFactory.getLogger(Offers.class);
  private static final long SLOW_SECONDS = 30;

  private final Inbox engine;
  private final Versions versions;

  /**
   * Offers to an engine.
   *
   * @param versions hears of what was recorded
   */
  Offers(Inbox engine, Versions versions) {
    this.engine = engine;
    this.versions = versions;
  }

  /**
   * Has the engine take a set, and waits until it is committed or refused.
   *
   * @param version recorded with it, or null where the files are those of the newest
   * @param texts the files of the version
   */
  Reply take(
      String who,
      String because,
      PolicySet set,
      @Nullable PolicyVersion version,
      SortedMap<String, String> texts) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    if (!engine.offer(new Event.ApplyPolicies(who, because, set, version, answer::complete))) {
      return Reply.refused("the daemon has too much to do and takes nothing more; try again");
    }
    try {
      Reply reply = await(answer);
      if (reply.exit() == Refusal.DONE) {
        versions.recorded(version, texts);
      }
      return reply;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.refused("the daemon stops");
    }
  }

  private static Reply await(CompletableFuture<Reply> answer)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return answer.get(SLOW_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        LOG.warn("the policies are not committed within {} s: does the disk answer?", SLOW_SECONDS);
      }
    }
  }

  /** Whether the engine can record what it does, as far as it knows. */
  boolean recorded() {
    CompletableFuture<EngineView> view = new CompletableFuture<>();
    return !engine.offer(new Event.Look(false, view::complete))
        || view.join().storeFault().isEmpty();
  }

  /** Why the engine did not take what it started with, or nothing. */
  String trouble() {
    CompletableFuture<EngineView> view = new CompletableFuture<>();
    engine.offer(new Event.Look(false, view::complete));
    return view.join().policies().trouble();
  }

  /** Writes a line about the policies into the journal. */
  void note(String text) {
    engine.offer(
        new Event.Note(
            new LogEntry(
                Instant.now(), LogEntry.Kind.POLICY, "policies", "", "", text, "failovermon")));
  }
}
