package org.failovermon.db.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.Snapshot.PolicyPart;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.CheckVerdict;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.Place;
import org.failovermon.engine.model.policy.PolicyVersion;

/** Makes records about policies and service checks from rows. Used by one thread at a time. */
public final class ReadPolicyRows {
  static final String ONCE = "once";
  static final String RECURRING = "recurring";

  private static final String NEWEST_TIMES =
      "SELECT %1$s, %2$s FROM (SELECT %1$s, %2$s, %4$s AS place, ROW_NUMBER() OVER"
          + " (PARTITION BY %1$s ORDER BY %4$s DESC) AS age FROM %3$s) WHERE age <= "
          + PolicyPart.MOST_TIMES
          + " ORDER BY place";

  private final ReadRows rows;

  /** Reads through these rows' connection. */
  public ReadPolicyRows(ReadRows rows) {
    this.rows = rows;
  }

  PolicyPart part() throws SQLException {
    Map<String, Long> lastIncidents = new TreeMap<>();
    rows.list(
        "SELECT check_name, last FROM incident_number",
        row -> lastIncidents.put(row.getString(1), row.getLong(2)));
    return new PolicyPart(
        rows.list(
            "SELECT kind, name, file, line FROM owned ORDER BY kind, key",
            row ->
                new Owned(
                    Owned.Kind.valueOf(row.getString(1)),
                    row.getString(2),
                    new Place(row.getString(3), row.getInt(4)))),
        rows.list(
            "SELECT name, verdict, flapping, since_ns, because, incident FROM check_state ORDER BY"
                + " name",
            ReadPolicyRows::checkState),
        lastIncidents,
        rows.list(
            "SELECT rule, key, at_ns FROM rule_fired ORDER BY rule, id",
            row -> new Firing(row.getString(1), row.getString(2), Times.instant(row.getLong(3)))),
        times("host", "lost_at_ns", "outage", "id", HostName::new),
        times("check_name", "failed_at_ns", "incident", "number", name -> name),
        windows(),
        rows.list("SELECT COALESCE(MAX(number), 0) FROM policy_version", row -> row.getLong(1))
            .getFirst());
  }

  private <K extends Comparable<K>> Map<K, List<Instant>> times(
      String subject, String at, String table, String order, Function<String, K> name)
      throws SQLException {
    Map<K, List<Instant>> times = new TreeMap<>();
    rows.list(
        NEWEST_TIMES.formatted(subject, at, table, order),
        row ->
            times
                .computeIfAbsent(name.apply(row.getString(1)), each -> new ArrayList<>())
                .add(Times.instant(row.getLong(2))));
    return times;
  }

  private List<Maintenance> windows() throws SQLException {
    Map<String, Set<String>> subjects = new TreeMap<>();
    rows.list(
        "SELECT window, subject FROM maintenance_subject",
        row ->
            subjects
                .computeIfAbsent(row.getString(1), window -> new TreeSet<>())
                .add(row.getString(2)));
    return rows.list(
        "SELECT name, kind, from_ns, to_ns, cron, zone, lasts_ns FROM maintenance ORDER BY name",
        row -> {
          String name = row.getString(1);
          return new Maintenance(name, subjects.getOrDefault(name, Set.of()), window(row), null);
        });
  }

  private static Maintenance.Window window(ResultSet row) throws SQLException {
    String kind = row.getString(2);
    return switch (kind) {
      case ONCE ->
          new Maintenance.Once(Times.instant(row.getLong(3)), Times.instant(row.getLong(4)));
      case RECURRING ->
          new Maintenance.Recurring(
              row.getString(5), ZoneId.of(row.getString(6)), Duration.ofNanos(row.getLong(7)));
      default -> throw new SQLException("unknown kind of a maintenance window: " + kind, "", 11);
    };
  }

  private static CheckState checkState(ResultSet row) throws SQLException {
    return new CheckState(
        row.getString(1),
        CheckVerdict.valueOf(row.getString(2)),
        row.getInt(3) != 0,
        Times.instant(row.getLong(4)),
        row.getString(5),
        row.getLong(6));
  }

  /** The newest incidents of a check, newest first. */
  public List<Incident> incidents(String check, int limit) throws SQLException {
    return rows.list(
        "SELECT check_name, number, failed_at_ns, because, ended_at_ns FROM incident WHERE"
            + " check_name = ? ORDER BY number DESC LIMIT ?",
        row ->
            new Incident(
                row.getString(1),
                row.getLong(2),
                Times.instant(row.getLong(3)),
                row.getString(4),
                Times.instantOrNull(row, 5)),
        check,
        limit);
  }

  /** A version with the files that it changed. */
  public Optional<PolicyVersion> version(long number) throws SQLException {
    List<PolicyVersion.FileChange> changes =
        rows.list(
            "SELECT path, content FROM policy_file LEFT JOIN policy_content USING (sha256) WHERE"
                + " version = ? ORDER BY path",
            row -> {
              byte[] content = row.getBytes(2);
              return new PolicyVersion.FileChange(
                  row.getString(1), content == null ? null : Packed.unpackText(content));
            },
            number);
    return rows
        .list(
            "SELECT number, at_ns, who, because FROM policy_version WHERE number = ?",
            row ->
                new PolicyVersion(
                    row.getLong(1),
                    Times.instant(row.getLong(2)),
                    row.getString(3),
                    row.getString(4),
                    changes),
            number)
        .stream()
        .findFirst();
  }

  /** The files that were in force with a version, by path. */
  public Map<String, String> files(long version) throws SQLException {
    Map<String, String> files = new TreeMap<>();
    rows.list(
        "SELECT path, content FROM (SELECT path, sha256, ROW_NUMBER() OVER (PARTITION BY path"
            + " ORDER BY version DESC) AS age FROM policy_file WHERE version <= ?) JOIN"
            + " policy_content USING (sha256) WHERE age = 1",
        row -> files.put(row.getString(1), Packed.unpackText(row.getBytes(2))),
        version);
    return files;
  }
}
