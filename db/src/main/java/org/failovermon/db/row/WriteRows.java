package org.failovermon.db.row;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Job;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.MonitorState;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.port.Write;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the writes of the engine on one connection, with prepared statements. Used by one
 * thread; the caller owns the transaction.
 */
public final class WriteRows {
  private final Statements statements;
  private final WritePolicyRows policies;

  /** Writes through this connection; closing it ends the statements too. */
  public WriteRows(Connection connection) {
    this.statements = new Statements(connection);
    this.policies = new WritePolicyRows(statements);
  }

  /**
   * Carries out one write.
   *
   * @param now the end of an outage that ends because its monitor is deleted
   * @throws SQLException when the database refuses; the caller rolls back
   */
  public void apply(Write write, Instant now) throws SQLException {
    switch (write) {
      case Write.PutMonitor(MonitorSpec spec) -> put(spec);
      case Write.DeleteMonitor(var host) -> deleteMonitor(host.value(), now);
      case Write.PutState(MonitorState state) -> put(state);
      case Write.PutPath(CommPath path) -> put(path);
      case Write.DeletePath(var host, String address) -> {
        PreparedStatement s = prepare("DELETE FROM path WHERE host = ? AND address = ?");
        s.setString(1, host.value());
        s.setString(2, address);
        s.executeUpdate();
      }
      case Write.PutJob(Job job) -> {
        put(job);
        // What another job of this name did says nothing of this one.
        update("DELETE FROM job_fired WHERE name = ?", job.name());
      }
      case Write.DeleteJob(String name) -> {
        update("DELETE FROM job WHERE name = ?", name);
        update("DELETE FROM job_fired WHERE name = ?", name);
      }
      case Write.JobFired(String name, Instant scheduledFor) -> {
        PreparedStatement s =
            prepare("INSERT OR REPLACE INTO job_fired (name, scheduled_for_ns) VALUES (?, ?)");
        s.setString(1, name);
        s.setLong(2, Times.nanos(scheduledFor));
        s.executeUpdate();
      }
      case Write.PutOutage(Outage outage) -> put(outage);
      case Write.EndOutage(long outage, Instant endedAt) -> {
        PreparedStatement s =
            prepare("UPDATE outage SET ended_at_ns = ? WHERE id = ? AND ended_at_ns IS NULL");
        s.setLong(1, Times.nanos(endedAt));
        s.setLong(2, outage);
        s.executeUpdate();
      }
      case Write.PutRun(Run run) -> put(run);
      case Write.PutRunOutput(long run, String output) -> {
        PreparedStatement s =
            prepare("INSERT OR REPLACE INTO run_output (run, output) VALUES (?, ?)");
        s.setLong(1, run);
        s.setBytes(2, Packed.text(output));
        s.executeUpdate();
      }
      case Write.Append(LogEntry entry) -> append(entry);
      case Write.PutBootId(String bootId) -> setMeta("boot_id", bootId);
      case Write.PutOwned(var owned) -> policies.put(owned);
      case Write.DeleteOwned(var kind, String name) -> policies.deleteOwned(kind, name);
      case Write.PutCheckState(var state) -> policies.put(state);
      case Write.DeleteCheck(String check) -> policies.deleteCheck(check, now);
      case Write.PutIncident(var incident) -> policies.put(incident);
      case Write.EndIncident(String check, long number, Instant endedAt) ->
          policies.endIncident(check, number, endedAt);
      case Write.RuleFired(var firing) -> policies.fired(firing);
      case Write.PutWindow(var window) -> policies.put(window);
      case Write.DeleteWindow(String name) -> policies.deleteWindow(name);
      case Write.PutPolicyVersion(var version) -> policies.put(version);
    }
  }

  /** Sets one value of the table meta. */
  public void setMeta(String name, String value) throws SQLException {
    PreparedStatement s = prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
    s.setString(1, name);
    s.setString(2, value);
    s.executeUpdate();
  }

  private void put(MonitorSpec spec) throws SQLException {
    PreparedStatement s =
        prepare(
            "INSERT OR REPLACE INTO monitor (host, interval_ns, retries, timeout_ns, lost_pulse,"
                + " regain_pulse, start_at_reboot) VALUES (?, ?, ?, ?, ?, ?, ?)");
    s.setString(1, spec.host().value());
    s.setLong(2, Times.nanos(spec.interval()));
    s.setInt(3, spec.retries());
    s.setLong(4, Times.nanos(spec.timeout()));
    s.setString(5, spec.lostPulse().text());
    s.setString(6, spec.regainPulse().text());
    s.setInt(7, spec.startAtReboot() ? 1 : 0);
    s.executeUpdate();
  }

  private void deleteMonitor(String host, Instant now) throws SQLException {
    update("DELETE FROM monitor WHERE host = ?", host);
    update("DELETE FROM state WHERE host = ?", host);
    update("DELETE FROM path WHERE host = ?", host);
    PreparedStatement s =
        prepare("UPDATE outage SET ended_at_ns = ? WHERE host = ? AND ended_at_ns IS NULL");
    s.setLong(1, Times.nanos(now));
    s.setString(2, host);
    s.executeUpdate();
  }

  private void put(MonitorState state) throws SQLException {
    PreparedStatement s =
        prepare(
            "INSERT OR REPLACE INTO state (host, started, verdict, since_ns, because, open_outage,"
                + " last_answer_ns, incarnation, announcement, absent_until_ns)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    s.setString(1, state.host().value());
    s.setInt(2, state.started() ? 1 : 0);
    s.setString(3, state.verdict().name());
    s.setLong(4, Times.nanos(state.since()));
    s.setString(5, state.because());
    s.setLong(6, state.openOutage());
    Times.set(s, 7, state.lastAnswer());
    s.setLong(8, state.incarnation());
    s.setLong(9, state.announcement());
    Times.set(s, 10, state.absentUntil());
    s.executeUpdate();
  }

  private void put(CommPath path) throws SQLException {
    PreparedStatement s =
        prepare("INSERT OR REPLACE INTO path (host, address, port, own) VALUES (?, ?, ?, ?)");
    s.setString(1, path.host().value());
    s.setString(2, path.address());
    s.setInt(3, path.port());
    s.setInt(4, path.own() ? 1 : 0);
    s.executeUpdate();
  }

  private void put(Job job) throws SQLException {
    PreparedStatement s =
        prepare(
            "INSERT OR REPLACE INTO job (name, cron, zone, action, script, host, interval_ns)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    s.setString(1, job.name());
    s.setString(2, job.cron());
    s.setString(3, job.zone().getId());
    switch (job.action()) {
      case Job.RunScript(var script) -> {
        s.setString(4, ReadRows.RUN_SCRIPT);
        s.setString(5, script.text());
        s.setString(6, null);
        s.setNull(7, Types.INTEGER);
      }
      case Job.SetInterval(var host, var interval) -> {
        s.setString(4, ReadRows.SET_INTERVAL);
        s.setString(5, null);
        s.setString(6, host.value());
        s.setLong(7, Times.nanos(interval));
      }
    }
    s.executeUpdate();
  }

  private void put(Outage outage) throws SQLException {
    PreparedStatement s =
        prepare(
            "INSERT OR REPLACE INTO outage (id, host, lost_at_ns, because, ended_at_ns)"
                + " VALUES (?, ?, ?, ?, ?)");
    s.setLong(1, outage.id());
    s.setString(2, outage.host().value());
    s.setLong(3, Times.nanos(outage.lostAt()));
    s.setString(4, outage.because());
    Times.set(s, 5, outage.endedAt());
    s.executeUpdate();
    raise("last_outage", outage.id());
  }

  private void put(Run run) throws SQLException {
    PreparedStatement s =
        prepare(
            "INSERT OR REPLACE INTO run (id, kind, subject, outage, script, status, reason,"
                + " requested_at_ns, started_at_ns, ended_at_ns, exit_code, result, retry_of)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    s.setLong(1, run.id());
    s.setString(2, run.kind().name());
    s.setString(3, run.subject());
    s.setLong(4, run.outage());
    s.setString(5, run.script().text());
    s.setString(6, run.status().name());
    s.setString(7, run.reason());
    s.setLong(8, Times.nanos(run.requestedAt()));
    Times.set(s, 9, run.startedAt());
    Times.set(s, 10, run.endedAt());
    setInt(s, 11, run.exitCode());
    s.setString(12, run.result());
    s.setLong(13, run.retryOf());
    s.executeUpdate();
    raise("last_run", run.id());
  }

  private void append(LogEntry entry) throws SQLException {
    PreparedStatement s =
        prepare(
            "INSERT INTO log (at_ns, kind, subject, change, rule, text, who)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    s.setLong(1, Times.nanos(entry.at()));
    s.setString(2, entry.kind().name());
    s.setString(3, entry.subject());
    s.setString(4, entry.change());
    s.setString(5, entry.rule());
    s.setString(6, entry.text());
    s.setString(7, entry.who());
    s.executeUpdate();
  }

  /** Raises a highest id; it never falls. */
  private void raise(String name, long id) throws SQLException {
    PreparedStatement s =
        prepare("UPDATE meta SET value = ?1 WHERE name = ?2 AND CAST(value AS INTEGER) < ?3");
    s.setString(1, Long.toString(id));
    s.setString(2, name);
    s.setLong(3, id);
    s.executeUpdate();
  }

  private static void setInt(PreparedStatement s, int index, @Nullable Integer value)
      throws SQLException {
    if (value == null) {
      s.setNull(index, Types.INTEGER);
    } else {
      s.setInt(index, value);
    }
  }

  private void update(String sql, String argument) throws SQLException {
    PreparedStatement s = prepare(sql);
    s.setString(1, argument);
    s.executeUpdate();
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return statements.prepare(sql);
  }
}
