package org.failovermon.db;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.failovermon.db.history.Beats;
import org.failovermon.db.history.HistoryRows;
import org.failovermon.db.schema.Faults;
import org.failovermon.engine.port.Event;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It commits all batches that wait in one transaction, then says so for
 * each; after an error it tries the same batches again, so that their order is never lost. Between
 * batches it writes heartbeat history and removes what is too old.
 */
final class Writer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MOST_IN_GROUP = 1_024;
  private static final long TICK_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long PRUNE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(100).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long INBOX_PAUSE_NANOS = Duration.ofMillis(1).toNanos();

  private final StoreOptions options;
  private final Session session;
  private final CommitQueue queue;
  private final PendingHistory history;
  private final Retention retention;
  private final Inbox inbox;

  private long lastTick = System.nanoTime();
  private long lastPrune = System.nanoTime() - PRUNE_NANOS;
  private long pause = FIRST_PAUSE_NANOS;
  private final List<CountDownLatch> flushes = new ArrayList<>();
  private boolean suspect;
  private long lastNumber;
  private @Nullable String reported;
  private @Nullable String logged;

  /** Since when a transaction is under way, as {@link System#nanoTime}, or 0. */
  private volatile long busySince;

  Writer(StoreOptions options, Session session, CommitQueue queue, Beats beats, Inbox inbox) {
    this.options = options;
    this.session = session;
    this.queue = queue;
    this.history = new PendingHistory(beats, options.maxBytes());
    this.retention = new Retention(options, System.nanoTime());
    this.inbox = inbox;
  }

  @Override
  public void run() {
    try {
      boolean closing = false;
      while (!closing) {
        queue.awaitBatch(TICK_NANOS);
        closing = queue.closing();
        round(closing);
      }
      // What was offered before the store closed, unless the disk refuses.
      while (queue.size() > 0 && logged == null) {
        round(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("the thread that writes the database was interrupted; it ends");
    } finally {
      end();
    }
  }

  /** Since when the disk has not answered, as {@link System#nanoTime}, or 0 when it is idle. */
  long busySince() {
    return busySince;
  }

  private void round(boolean closing) throws InterruptedException {
    long now = System.nanoTime();
    flushes.addAll(queue.takeFlushes());
    boolean all = closing || !flushes.isEmpty();
    List<Batch> group = queue.oldest(MOST_IN_GROUP);
    try {
      if (all || now - lastTick >= TICK_NANOS || history.urgent()) {
        lastTick = now;
        history.collect(session, now, all);
      }
      if (!group.isEmpty() || history.waiting()) {
        write(group);
      } else if (!closing && now - lastPrune >= PRUNE_NANOS && !prune(now)) {
        lastPrune = now;
      }
      flushes.forEach(CountDownLatch::countDown);
      flushes.clear();
    } catch (SQLException e) {
      faulty(group, Faults.sentence("cannot write to", options.file(), e), e);
    } catch (RuntimeException | OutOfMemoryError e) {
      faulty(
          group,
          "cannot write to the database "
              + options.file()
              + ": "
              + e
              + "; report this, and restart the daemon to go on",
          e);
    }
  }

  private void write(List<Batch> group) throws SQLException, InterruptedException {
    Beats.Due due = history.next();
    long last = group.isEmpty() ? lastNumber : group.getLast().number();
    boolean recheck = suspect;
    suspect = true;
    busySince = nonZero(System.nanoTime());
    try {
      session.transaction(
          (connection, rows) -> {
            Instant now = options.wall().instant();
            long done = recheck ? session.lastCommitted(connection) : 0;
            for (Batch batch : group) {
              if (batch.number() > done) {
                for (Write write : batch.writes()) {
                  rows.apply(write, now);
                }
              }
            }
            HistoryRows.write(connection, due);
            if (!group.isEmpty()) {
              session.noteCommitted(rows, last);
            }
            return last;
          });
    } finally {
      busySince = 0;
    }
    suspect = false;
    lastNumber = last;
    history.written(due);
    recovered();
    queue.removeOldest(group.size());
    for (Batch batch : group) {
      say(new Event.Committed(batch.number()));
    }
  }

  private boolean prune(long now) throws SQLException {
    busySince = nonZero(System.nanoTime());
    try {
      return session.transaction((connection, rows) -> retention.prune(connection, now));
    } finally {
      busySince = 0;
    }
  }

  private void faulty(List<Batch> group, String fault, Throwable cause)
      throws InterruptedException {
    if (!fault.equals(logged)) {
      logged = fault;
      LOG.error("{}", fault);
      LOG.debug("the cause", cause);
    }
    if (!group.isEmpty()
        && !fault.equals(reported)
        && inbox.offer(new Event.StoreFaulty(group.getFirst().number(), fault))) {
      reported = fault;
    }
    queue.awaitClosing(pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
  }

  private void recovered() {
    if (logged != null) {
      LOG.info("the database {} can be written again", options.file());
    }
    logged = null;
    reported = null;
    pause = FIRST_PAUSE_NANOS;
  }

  /** The inbox keeps places free for completions, so this does not wait in practice. */
  private void say(Event committed) throws InterruptedException {
    while (!inbox.offer(committed)) {
      if (queue.awaitClosing(INBOX_PAUSE_NANOS)) {
        return;
      }
    }
  }

  private void end() {
    int left = queue.size();
    if (left > 0) {
      LOG.error(
          "{} batches of changes could not be written to {} before the end; they are lost",
          left,
          options.file());
    }
    try {
      session.close();
    } catch (SQLException e) {
      LOG.error("{}", Faults.sentence("cannot close", options.file(), e));
    }
  }

  private static long nonZero(long nanos) {
    return nanos == 0 ? 1 : nanos;
  }
}
