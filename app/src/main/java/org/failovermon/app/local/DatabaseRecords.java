package org.failovermon.app.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.failovermon.app.control.Records;
import org.failovermon.db.RunFilter;
import org.failovermon.db.SqliteReader;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.jspecify.annotations.Nullable;

/** Records read from the SQLite database. */
public final class DatabaseRecords implements Records {
  private final SqliteReader reader;

  private DatabaseRecords(SqliteReader reader) {
    this.reader = reader;
  }

  /**
   * Opens the database for reading.
   *
   * @throws org.failovermon.db.schema.DatabaseException when it cannot be read
   */
  public static DatabaseRecords open(Path database) {
    return new DatabaseRecords(SqliteReader.open(database));
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
  public synchronized String output(long run) {
    return reader.runOutput(run).orElse("");
  }

  @Override
  public synchronized void close() {
    reader.close();
  }
}
