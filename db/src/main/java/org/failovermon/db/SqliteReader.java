package org.failovermon.db;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.failovermon.db.history.HistoryBucket;
import org.failovermon.db.history.HistoryBuckets;
import org.failovermon.db.history.HistoryRows;
import org.failovermon.db.row.Packed;
import org.failovermon.db.row.ReadPolicyRows;
import org.failovermon.db.row.ReadRows;
import org.failovermon.db.row.Times;
import org.failovermon.db.schema.DatabaseException;
import org.failovermon.db.schema.Faults;
import org.failovermon.db.schema.ReadOnly;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.PolicyVersion;

/**
 * Reads the database for any user who may read the file, with and without a daemon that writes it.
 * Writes nothing. Each method sees one moment. Used by one thread at a time.
 *
 * <p>Every method throws {@link DatabaseException} when the database cannot be read.
 */
public final class SqliteReader implements AutoCloseable {
  private static final int MOST = 10_000;

  private final Path file;
  private final ReadOnly readOnly;

  private SqliteReader(Path file, ReadOnly readOnly) {
    this.file = file;
    this.readOnly = readOnly;
  }

  /**
   * Opens the database for reading.
   *
   * @throws DatabaseException when there is none, it cannot be read, is damaged, or has another
   *     schema than this program
   */
  public static SqliteReader open(Path file) {
    return new SqliteReader(file, ReadOnly.open(file));
  }

  /** What the engine would load. */
  public Snapshot snapshot() {
    return read(ReadRows::snapshot);
  }

  /** The lines of the log that the filter names, oldest first. */
  public List<LogLine> log(LogFilter filter) {
    List<Object> arguments = new ArrayList<>();
    StringBuilder sql = new StringBuilder("SELECT " + ReadRows.LOG_COLUMNS + " FROM log WHERE 1");
    if (filter.subject() != null) {
      sql.append(" AND subject = ?");
      arguments.add(filter.subject());
    }
    if (filter.kind() != null) {
      sql.append(" AND kind = ?");
      arguments.add(filter.kind().name());
    }
    if (filter.since() != null) {
      sql.append(" AND at_ns >= ?");
      arguments.add(Times.nanos(filter.since()));
    }
    boolean following = filter.afterId() > 0;
    if (following) {
      sql.append(" AND id > ?");
      arguments.add(filter.afterId());
    }
    sql.append(following ? " ORDER BY id LIMIT " : " ORDER BY id DESC LIMIT ");
    sql.append(bounded(filter.limit()));
    List<LogLine> lines =
        read(
            rows ->
                rows.list(
                    sql.toString(),
                    row -> new LogLine(row.getLong(1), rows.entry(row)),
                    arguments.toArray()));
    if (!following) {
      Collections.reverse(lines);
    }
    return lines;
  }

  /** The runs that the filter names, newest first. */
  public List<Run> runs(RunFilter filter) {
    List<Object> arguments = new ArrayList<>();
    StringBuilder sql = new StringBuilder("SELECT " + ReadRows.RUN_COLUMNS + " FROM run WHERE 1");
    if (filter.subject() != null) {
      sql.append(" AND subject = ?");
      arguments.add(filter.subject());
    }
    if (filter.status() != null) {
      sql.append(" AND status = ?");
      arguments.add(filter.status().name());
    }
    if (filter.beforeId() > 0) {
      sql.append(" AND id < ?");
      arguments.add(filter.beforeId());
    }
    sql.append(" ORDER BY id DESC LIMIT ").append(bounded(filter.limit()));
    return read(rows -> rows.list(sql.toString(), rows::run, arguments.toArray()));
  }

  /** One run, or nothing when there is none with this id (any more). */
  public Optional<Run> run(long id) {
    String sql = "SELECT " + ReadRows.RUN_COLUMNS + " FROM run WHERE id = ?";
    return read(rows -> rows.list(sql, rows::run, id)).stream().findFirst();
  }

  /** The output of a run, or nothing when none is kept. */
  public Optional<String> runOutput(long id) {
    String sql = "SELECT output FROM run_output WHERE run = ?";
    return read(rows -> rows.list(sql, row -> Packed.unpackText(row.getBytes(1)), id)).stream()
        .findFirst();
  }

  /** The newest outages of a host, newest first. */
  public List<Outage> outages(HostName host, int limit) {
    String sql =
        "SELECT "
            + ReadRows.OUTAGE_COLUMNS
            + " FROM outage WHERE host = ? ORDER BY id DESC LIMIT "
            + bounded(limit);
    return read(rows -> rows.list(sql, rows::outage, host.value()));
  }

  /** The newest outages of all hosts, newest first. */
  public List<Outage> outages(int limit) {
    String sql =
        "SELECT "
            + ReadRows.OUTAGE_COLUMNS
            + " FROM outage ORDER BY id DESC LIMIT "
            + bounded(limit);
    return read(rows -> rows.list(sql, rows::outage));
  }

  /** The newest incidents of a check, newest first. */
  public List<Incident> incidents(String check, int limit) {
    return read(rows -> new ReadPolicyRows(rows).incidents(check, bounded(limit)));
  }

  /** The versions of the policies, newest first. */
  public List<PolicyVersionLine> policyVersions(int limit) {
    return read(
        rows ->
            rows.list(
                "SELECT number, at_ns, who, because FROM policy_version ORDER BY number DESC LIMIT "
                    + bounded(limit),
                row -> line(rows, row)));
  }

  private static PolicyVersionLine line(ReadRows rows, ResultSet row) throws SQLException {
    long number = row.getLong(1);
    List<String> changed = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    rows.list(
        "SELECT path, sha256 FROM policy_file WHERE version = ? ORDER BY path",
        file -> (file.getString(2) == null ? gone : changed).add(file.getString(1)),
        number);
    return new PolicyVersionLine(
        number, Times.instant(row.getLong(2)), row.getString(3), row.getString(4), changed, gone);
  }

  /** A version of the policies with the files that it changed, or nothing if there is none. */
  public Optional<PolicyVersion> policyVersion(long number) {
    return read(rows -> new ReadPolicyRows(rows).version(number));
  }

  /**
   * All files that were in force with a version, by path; contents as they were.
   *
   * @param version its number; empty for one before the first
   */
  public Map<String, String> policyFiles(long version) {
    return read(rows -> new ReadPolicyRows(rows).files(version));
  }

  /**
   * The heartbeat history of one host by pieces of time. What the daemon has not written yet, the
   * last one to five minutes, is missing.
   *
   * @param step length of a piece; made longer where there were more than 10,000 pieces
   */
  public List<HistoryBucket> history(HostName host, Instant from, Instant to, Duration step) {
    return query(
        connection -> {
          HistoryBuckets buckets = new HistoryBuckets(from, to, step);
          HistoryRows.read(connection, host, buckets);
          return buckets.result();
        });
  }

  /** Adds what is written of a host to the buckets. */
  void addHistory(HostName host, HistoryBuckets buckets) {
    query(
        connection -> {
          HistoryRows.read(connection, host, buckets);
          return buckets;
        });
  }

  @Override
  public void close() {
    readOnly.close();
  }

  private interface Query<T> {
    T run(ReadRows rows) throws SQLException;
  }

  private <T> T read(Query<T> query) {
    return query(connection -> query.run(new ReadRows(connection)));
  }

  private <T> T query(ReadOnly.Query<T> query) {
    try {
      return readOnly.read(query);
    } catch (SQLException e) {
      throw new DatabaseException(readOnly.sentence(e), e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new DatabaseException(
          Faults.corrupt(
              "cannot read the database " + file + ": ", file, String.valueOf(e.getMessage())),
          e);
    }
  }

  private static int bounded(int limit) {
    return Math.clamp(limit, 1, MOST);
  }
}
