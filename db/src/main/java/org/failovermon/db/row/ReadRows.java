package org.failovermon.db.row;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.Snapshot;
import org.failovermon.engine.model.Verdict;
import org.jspecify.annotations.Nullable;

/** Makes records of the model from rows. Used by one thread at a time. */
public final class ReadRows {
  static final String RUN_SCRIPT = "run-script";
  static final String SET_INTERVAL = "set-interval";

  /** Columns of a run, in the order that {@link #run} reads. */
  public static final String RUN_COLUMNS =
      "id, kind, subject, outage, script, status, reason, requested_at_ns, started_at_ns,"
          + " ended_at_ns, exit_code, result, retry_of";

  /** Columns of an outage, in the order that {@link #outage} reads. */
  public static final String OUTAGE_COLUMNS = "id, host, lost_at_ns, because, ended_at_ns";

  /** Columns of a line of the log, in the order that {@link #entry} reads. */
  public static final String LOG_COLUMNS = "id, at_ns, kind, subject, change, rule, text, who";

  private final Connection connection;
  private final Map<String, HostName> hosts = new HashMap<>();
  private final Map<String, ScriptRef> scripts = new HashMap<>();

  /** Reads through this connection. */
  public ReadRows(Connection connection) {
    this.connection = connection;
  }

  /** How one row becomes a record. */
  @FunctionalInterface
  public interface Mapper<T> {
    /** The record for the current row. */
    T map(ResultSet row) throws SQLException;
  }

  /**
   * The newest run of each open outage and of each job; by way of the index of subjects. Hosts are
   * the same in either case of letters, jobs are not. A rule may be named as a host is.
   */
  private static final String NEWEST_RUNS =
      "SELECT (SELECT id FROM run WHERE run.subject = outage.host AND run.outage = outage.id"
          + " AND kind IN ('LOST_PULSE', 'REGAIN_PULSE') ORDER BY id DESC LIMIT 1)"
          + " FROM outage WHERE ended_at_ns IS NULL"
          + " UNION SELECT (SELECT id FROM run WHERE subject = job.name AND kind = 'JOB'"
          + " AND subject = job.name COLLATE BINARY"
          + " ORDER BY id DESC LIMIT 1) FROM job";

  /** Runs a query and maps every row. */
  public <T> List<T> list(String sql, Mapper<T> mapper, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(mapper.map(row));
        }
      }
      return found;
    }
  }

  /**
   * Reads what the engine needs to go on. A monitor without a state gets the one of a monitor that
   * was just added; a state or a path without a monitor is left out.
   */
  public Snapshot snapshot() throws SQLException {
    Map<String, String> meta = meta();
    List<MonitorSpec> monitors =
        list(
            "SELECT host, interval_ns, retries, timeout_ns, lost_pulse, regain_pulse,"
                + " start_at_reboot FROM monitor ORDER BY host",
            this::monitor);
    return new Snapshot(
        monitors,
        states(monitors),
        list(
            "SELECT host, address, port, own FROM path WHERE host IN (SELECT host FROM monitor)"
                + " ORDER BY host, address",
            row ->
                new CommPath(
                    host(row.getString(1)), row.getString(2), row.getInt(3), row.getInt(4) != 0)),
        list(
            "SELECT name, cron, zone, action, script, host, interval_ns FROM job ORDER BY name",
            this::job),
        jobsFired(),
        list(
            "SELECT " + OUTAGE_COLUMNS + " FROM outage WHERE ended_at_ns IS NULL ORDER BY id",
            this::outage),
        list(
            "SELECT "
                + RUN_COLUMNS
                + " FROM run WHERE status IN "
                + openStatuses()
                + " ORDER BY id",
            this::run),
        Long.parseLong(meta.getOrDefault("last_outage", "0")),
        Long.parseLong(meta.getOrDefault("last_run", "0")),
        meta.getOrDefault("boot_id", ""),
        new ReadPolicyRows(this).part(),
        list(
            "SELECT "
                + RUN_COLUMNS
                + " FROM run WHERE status IN "
                + endedStatuses()
                + " AND id IN ("
                + NEWEST_RUNS
                + ") ORDER BY id",
            this::run));
  }

  private Map<String, Instant> jobsFired() throws SQLException {
    Map<String, Instant> fired = new HashMap<>();
    list(
        "SELECT name, scheduled_for_ns FROM job_fired WHERE name IN (SELECT name FROM job)",
        row -> fired.put(row.getString(1), Times.instant(row.getLong(2))));
    return fired;
  }

  /** The table meta. */
  public Map<String, String> meta() throws SQLException {
    Map<String, String> meta = new HashMap<>();
    list("SELECT name, value FROM meta", row -> meta.put(row.getString(1), row.getString(2)));
    return meta;
  }

  /** Statuses that are not ended, as an SQL list. */
  public static String openStatuses() {
    return statuses(false);
  }

  /** Statuses that are ended, as an SQL list. */
  public static String endedStatuses() {
    return statuses(true);
  }

  private static String statuses(boolean ended) {
    List<String> names = new ArrayList<>();
    for (RunStatus status : RunStatus.values()) {
      if (status.ended() == ended) {
        names.add("'" + status.name() + "'");
      }
    }
    return "(" + String.join(", ", names) + ")";
  }

  /** A run from {@link #RUN_COLUMNS}. */
  public Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getLong(1),
        RunKind.valueOf(row.getString(2)),
        row.getString(3),
        row.getLong(4),
        script(row.getString(5)),
        RunStatus.valueOf(row.getString(6)),
        row.getString(7),
        Times.instant(row.getLong(8)),
        Times.instantOrNull(row, 9),
        Times.instantOrNull(row, 10),
        intOrNull(row, 11),
        row.getString(12),
        row.getLong(13));
  }

  /** An outage from {@link #OUTAGE_COLUMNS}. */
  public Outage outage(ResultSet row) throws SQLException {
    return new Outage(
        row.getLong(1),
        host(row.getString(2)),
        Times.instant(row.getLong(3)),
        row.getString(4),
        Times.instantOrNull(row, 5));
  }

  /** A line of the log from {@link #LOG_COLUMNS}, without its id. */
  public LogEntry entry(ResultSet row) throws SQLException {
    return new LogEntry(
        Times.instant(row.getLong(2)),
        LogEntry.Kind.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8));
  }

  private List<MonitorState> states(List<MonitorSpec> monitors) throws SQLException {
    Map<HostName, MonitorState> stored = new HashMap<>();
    list(
        "SELECT host, started, verdict, since_ns, because, open_outage, last_answer_ns,"
            + " incarnation, announcement, absent_until_ns FROM state",
        row -> {
          MonitorState state = state(row);
          return stored.put(state.host(), state);
        });
    List<MonitorState> states = new ArrayList<>(monitors.size());
    for (MonitorSpec monitor : monitors) {
      MonitorState state = stored.get(monitor.host());
      states.add(state == null ? MonitorState.added(monitor.host(), Instant.EPOCH) : state);
    }
    return states;
  }

  private MonitorSpec monitor(ResultSet row) throws SQLException {
    return new MonitorSpec(
        host(row.getString(1)),
        Duration.ofNanos(row.getLong(2)),
        row.getInt(3),
        Duration.ofNanos(row.getLong(4)),
        script(row.getString(5)),
        script(row.getString(6)),
        row.getInt(7) != 0);
  }

  private MonitorState state(ResultSet row) throws SQLException {
    return new MonitorState(
        host(row.getString(1)),
        row.getInt(2) != 0,
        Verdict.valueOf(row.getString(3)),
        Times.instant(row.getLong(4)),
        row.getString(5),
        row.getLong(6),
        Times.instantOrNull(row, 7),
        row.getLong(8),
        row.getLong(9),
        Times.instantOrNull(row, 10));
  }

  private Job job(ResultSet row) throws SQLException {
    String action = row.getString(4);
    return new Job(
        row.getString(1),
        row.getString(2),
        ZoneId.of(row.getString(3)),
        switch (action) {
          case RUN_SCRIPT -> new Job.RunScript(script(row.getString(5)));
          case SET_INTERVAL ->
              new Job.SetInterval(host(row.getString(6)), Duration.ofNanos(row.getLong(7)));
          default -> throw new SQLException("unknown action of a job: " + action, "", 11);
        });
  }

  /** One object for each name: checking a name costs more than looking it up. */
  private HostName host(String name) {
    return hosts.computeIfAbsent(name, HostName::new);
  }

  private ScriptRef script(String name) {
    return scripts.computeIfAbsent(name, ScriptRef::new);
  }

  private static @Nullable Integer intOrNull(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
