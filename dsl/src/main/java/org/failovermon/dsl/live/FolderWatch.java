package org.failovermon.dsl.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.failovermon.engine.linux.BackgroundThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the sources of an installation and hands over each state that differs from the last and
 * has come to rest, as a whole. It looks when inotify says so and each second in any case.
 *
 * <p>Thread-safe. The receiver is called on a thread of the watch, one call at a time; while it
 * works nothing else is handed over.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Shortest time between two looks, however often inotify nudges. */
  private static final long PAUSE = Duration.ofMillis(40).toNanos();

  private final SourceTree tree;
  private final Rest rest;
  private final Nudges nudges = new Nudges();
  private final Consumer<Sources> receiver;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A watch that begins with {@link #start}.
   *
   * @param tree the sources; used by this watch alone from then on
   * @param first what the receiver knows already
   * @param quiet how long nothing must change before a change is handed over
   * @param receiver takes the sources
   */
  public FolderWatch(SourceTree tree, Sources first, Duration quiet, Consumer<Sources> receiver) {
    this.tree = tree;
    this.rest = new Rest(quiet, first);
    this.receiver = receiver;
    this.thread = BackgroundThreads.named("policies").newThread(this::watch);
  }

  /** The folders of an installation, watched. */
  public static FolderWatch of(
      List<SourceRoot> roots, Sources first, Duration quiet, Consumer<Sources> receiver) {
    return new FolderWatch(new SourceTree(roots), first, quiet, receiver);
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  /**
   * What is there now, whether or not it has come to rest; it is not handed over any more. For an
   * operator who says: take it as it is.
   */
  public Sources now() {
    synchronized (tree) {
      Sources sources = tree.read(System.nanoTime());
      rest.taken(sources);
      return sources;
    }
  }

  private void watch() {
    String failed = "";
    while (!closed) {
      try {
        long begun = System.nanoTime();
        look(begun).ifPresent(receiver);
        failed = "";
        LockSupport.parkNanos(PAUSE - (System.nanoTime() - begun));
        nudges.await((rest.moving() ? PAUSE : LOOK.toNanos()) - PAUSE);
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException e) {
        if (!String.valueOf(e).equals(failed)) { // not every second
          LOG.error("the policies could not be looked at: an error of failovermon itself", e);
        }
        failed = String.valueOf(e);
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private Optional<Sources> look(long nowNanos) {
    synchronized (tree) {
      Sources now = tree.read(nowNanos);
      nudges.follow(tree.folders());
      return rest.look(now, nowNanos);
    }
  }

  /** Ends the watch, and waits for the receiver to return, at most 5 s. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    nudges.close();
  }
}
