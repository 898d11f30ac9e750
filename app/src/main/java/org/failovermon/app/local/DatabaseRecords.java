package org.failovermon.app.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.app.control.Records;
import org.failovermon.db.RunFilter;
import org.failovermon.db.SqliteReader;
import org.failovermon.db.history.HistoryBucket;
import org.failovermon.engine.action.Spool;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.jspecify.annotations.Nullable;

/** Records read from the SQLite database. */
public final class DatabaseRecords implements Records {
  /** Name of the folder beside the database in which runs keep what they print. */
  private static final String SPOOL = "runs";

  private final SqliteReader reader;
  private volatile @Nullable Unwritten unwritten;

  private final Spool spool;

  private DatabaseRecords(SqliteReader reader, Spool spool) {
    this.reader = reader;
    this.spool = spool;
  }

  /**
   * Opens the database for reading.
   *
   * @throws org.failovermon.db.schema.DatabaseException when it cannot be read
   */
  public static DatabaseRecords open(Path database) {
    return new DatabaseRecords(
        SqliteReader.open(database), new Spool(database.resolveSibling(SPOOL)));
  }

  @Override
  public synchronized Snapshot snapshot() {
    return reader.snapshot();
  }

  @Override
  public synchronized List<Line> log(LogFilter filter) {
    return reader
        .log(
            new org.failovermon.db.LogFilter(
                filter.subject(), null, filter.since(), filter.after(), filter.limit()))
        .stream()
        .map(line -> new Line(line.id(), line.entry()))
        .toList();
  }

  @Override
  public synchronized List<Run> runs(@Nullable String subject, int limit) {
    return reader.runs(new RunFilter(subject, null, 0, limit));
  }

  @Override
  public synchronized Optional<Run> run(long id) {
    return reader.run(id);
  }

  @Override
  public synchronized Optional<String> output(long run) {
    return reader.runOutput(run).or(() -> spool.output(run));
  }

  @Override
  public Optional<Long> program(long run) {
    return spool.alive(run);
  }

  /** The heartbeat history with what is not written yet, as the daemon's store knows it. */
  public interface Unwritten {
    /** As {@link SqliteReader#history}. */
    List<HistoryBucket> history(HostName host, Instant from, Instant to, Duration step);
  }

  /** Takes the heartbeat history from here, which knows more than the database. */
  public void history(Unwritten source) {
    unwritten = source;
  }

  @Override
  public synchronized List<Outage> outages(@Nullable HostName host, int limit) {
    return host == null ? reader.outages(limit) : reader.outages(host, limit);
  }

  @Override
  public synchronized List<Beats> history(HostName host, Instant from, Instant to, Duration step) {
    Unwritten source = unwritten;
    List<HistoryBucket> pieces =
        source == null
            ? reader.history(host, from, to, step)
            : source.history(host, from, to, step);
    return pieces.stream()
        .map(
            piece ->
                new Beats(
                    piece.start(),
                    piece.hits(),
                    piece.misses(),
                    piece.p50(),
                    piece.p99(),
                    piece.max()))
        .toList();
  }

  @Override
  public synchronized List<Version> policyVersions(int limit) {
    return reader.policyVersions(limit).stream()
        .map(
            line ->
                new Version(
                    line.number(),
                    line.at(),
                    line.who(),
                    line.because(),
                    line.changed(),
                    line.gone()))
        .toList();
  }

  @Override
  public synchronized Map<String, String> policyFiles(long version) {
    return reader.policyFiles(version);
  }

  @Override
  public synchronized void close() {
    reader.close();
  }
}
