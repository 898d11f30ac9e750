package org.failovermon.db;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.failovermon.db.history.Beats;
import org.failovermon.db.history.HistoryBucket;
import org.failovermon.db.history.HistoryBuckets;
import org.failovermon.db.row.ReadRows;
import org.failovermon.db.schema.DatabaseException;
import org.failovermon.db.schema.DatabaseFile;
import org.failovermon.db.schema.Faults;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.port.Inbox;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/**
 * The store in one SQLite file (WAL, {@code synchronous=FULL}). To be opened by the holder of the
 * installation's lock, {@linkplain #load loaded}, {@linkplain #start started} with the inbox, and
 * closed at the end.
 *
 * <p>{@link #commit} and {@link #beat} never wait for the disk. One thread writes: all batches that
 * wait become one transaction, each whole or not at all, in order, and {@code Event.Committed} is
 * offered only when it is durable. After an error ({@code Event.StoreFaulty}) the same batches are
 * tried again, every 0.1 to 5 s.
 */
public final class SqliteStore implements Store, AutoCloseable {
  private final StoreOptions options;
  private final Session session;
  private final CommitQueue queue;
  private final Beats beats = new Beats();
  private @Nullable Thread thread;
  private @Nullable Thread watch;

  private SqliteStore(StoreOptions options, Session session) {
    this.options = options;
    this.session = session;
    this.queue = new CommitQueue(options.maxBatches(), options.maxBytes());
  }

  /**
   * Opens the database; creates it when there is none, and migrates it when it is old, after
   * copying it to {@code FILE.vN-TIME}.
   *
   * @throws DatabaseException when it cannot be opened, is damaged, belongs to another program or
   *     is newer than this program
   */
  public static SqliteStore open(StoreOptions options) {
    return new SqliteStore(
        options,
        new Session(options.file(), DatabaseFile.open(options.file(), options.wall().instant())));
  }

  /**
   * Reads what the engine needs to go on.
   *
   * @throws DatabaseException when the database cannot be read
   */
  public Snapshot load() {
    return read(ReadRows::snapshot);
  }

  /**
   * Gives this start of the daemon its number, one more than the start before. Durable before it
   * returns.
   *
   * @throws DatabaseException when the database cannot be written
   */
  public long nextIncarnation() {
    try {
      return session.transaction(
          (connection, rows) -> {
            long next =
                1
                    + Long.parseLong(
                        new ReadRows(connection).meta().getOrDefault("incarnation", "0"));
            rows.setMeta("incarnation", Long.toString(next));
            return next;
          });
    } catch (SQLException e) {
      throw new DatabaseException(Faults.sentence("cannot write to", options.file(), e), e);
    }
  }

  /**
   * Begins to write. What was given to {@link #commit} before is written now.
   *
   * @param inbox takes {@code Event.Committed} and {@code Event.StoreFaulty}
   */
  public synchronized void start(Inbox inbox) {
    if (thread != null) {
      throw new IllegalStateException("the store is started already");
    }
    Writer writer = new Writer(options, session, queue, beats, inbox);
    thread = Thread.ofPlatform().daemon().name("store-writer").start(writer);
    watch =
        Thread.ofPlatform()
            .daemon()
            .name("store-watch")
            .start(new StallWatch(options, writer, queue, inbox));
  }

  @Override
  public boolean commit(long batch, List<Write> writes) {
    return queue.offer(Batch.of(batch, writes));
  }

  @Override
  public void beat(HostName host, long wallMillis, boolean hit, long roundTripMicros) {
    beats.add(host, wallMillis, hit, roundTripMicros);
  }

  /**
   * The heartbeat history of one host by pieces of time, including what is not written yet.
   * Thread-safe; reads the disk.
   *
   * @param step length of a piece; made longer where there were more than 10,000 pieces
   * @throws DatabaseException when the database cannot be read
   */
  public List<HistoryBucket> history(HostName host, Instant from, Instant to, Duration step) {
    HistoryBuckets buckets = new HistoryBuckets(from, to, step);
    try (SqliteReader reader = SqliteReader.open(options.file())) {
      reader.addHistory(host, buckets);
    }
    beats.peek(host, buckets);
    return buckets.result();
  }

  /** Writes the history that is in memory, and waits until that is done. */
  void flushHistory() throws InterruptedException {
    queue.askForFlush().await();
  }

  /**
   * Writes what waits and closes. When the disk refuses, or does not answer within {@code
   * closeWait}, what is not written is lost, and the log says how many batches that is.
   */
  @Override
  public synchronized void close() {
    queue.close();
    Thread writing = thread;
    try {
      if (writing == null) {
        session.close();
      } else {
        writing.join(options.closeWait());
      }
      if (watch != null) {
        watch.join(options.closeWait());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new DatabaseException(Faults.sentence("cannot close", options.file(), e), e);
    }
  }

  private interface Query<T> {
    T run(ReadRows rows) throws SQLException;
  }

  private <T> T read(Query<T> query) {
    try {
      return session.transaction((connection, rows) -> query.run(new ReadRows(connection)));
    } catch (SQLException e) {
      throw new DatabaseException(Faults.sentence("cannot read", options.file(), e), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new DatabaseException(
          Faults.corrupt(
              "cannot read the database " + options.file() + ": ",
              options.file(),
              String.valueOf(e.getMessage())),
          e);
    }
  }
}
