package org.failovermon.db.row;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.failovermon.engine.model.Snapshot.PolicyPart;
import org.failovermon.engine.model.check.CheckState;
import org.failovermon.engine.model.check.Incident;
import org.failovermon.engine.model.policy.Firing;
import org.failovermon.engine.model.policy.Maintenance;
import org.failovermon.engine.model.policy.Owned;
import org.failovermon.engine.model.policy.PolicyVersion;
import org.jspecify.annotations.Nullable;

/** Carries out the writes about policies and service checks. Used by one thread. */
final class WritePolicyRows {
  private final Statements statements;

  WritePolicyRows(Statements statements) {
    this.statements = statements;
  }

  void put(Owned owned) throws SQLException {
    statements.update(
        "INSERT OR REPLACE INTO owned (kind, key, name, file, line) VALUES (?, ?, ?, ?, ?)",
        owned.kind().name(),
        owned.key(),
        owned.name(),
        owned.place().file(),
        owned.place().line());
  }

  void deleteOwned(Owned.Kind kind, String name) throws SQLException {
    statements.update(
        "DELETE FROM owned WHERE kind = ? AND key = ?", kind.name(), Owned.key(kind, name));
  }

  void put(CheckState state) throws SQLException {
    statements.update(
        "INSERT OR REPLACE INTO check_state (name, verdict, flapping, since_ns, because, incident)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        state.check(),
        state.verdict().name(),
        state.flapping() ? 1 : 0,
        Times.nanos(state.since()),
        state.because(),
        state.incident());
  }

  void deleteCheck(String check, Instant now) throws SQLException {
    statements.update("DELETE FROM check_state WHERE name = ?", check);
    statements.update(
        "UPDATE incident SET ended_at_ns = ? WHERE check_name = ? AND ended_at_ns IS NULL",
        Times.nanos(now),
        check);
  }

  void put(Incident incident) throws SQLException {
    Instant ended = incident.endedAt();
    statements.update(
        "INSERT INTO incident (check_name, number, failed_at_ns, because, ended_at_ns)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (check_name, number) DO UPDATE SET"
            + " failed_at_ns = excluded.failed_at_ns, because = excluded.because,"
            + " ended_at_ns = excluded.ended_at_ns",
        incident.check(),
        incident.number(),
        Times.nanos(incident.failedAt()),
        incident.because(),
        ended == null ? null : Times.nanos(ended));
    statements.update(
        "INSERT INTO incident_number (check_name, last) VALUES (?, ?)"
            + " ON CONFLICT (check_name) DO UPDATE SET last = MAX(last, excluded.last)",
        incident.check(),
        incident.number());
  }

  void endIncident(String check, long number, Instant endedAt) throws SQLException {
    statements.update(
        "UPDATE incident SET ended_at_ns = ? WHERE check_name = ? AND number = ? AND ended_at_ns IS"
            + " NULL",
        Times.nanos(endedAt),
        check,
        number);
  }

  void fired(Firing firing) throws SQLException {
    statements.update(
        "INSERT INTO rule_fired (rule, key, at_ns) VALUES (?, ?, ?)",
        firing.rule(),
        firing.key(),
        Times.nanos(firing.at()));
    statements.update(
        "DELETE FROM rule_fired WHERE rule = ?1 AND id <= (SELECT id FROM rule_fired WHERE rule ="
            + " ?1 ORDER BY id DESC LIMIT 1 OFFSET "
            + PolicyPart.MOST_FIRINGS
            + ")",
        firing.rule());
  }

  void put(Maintenance window) throws SQLException {
    deleteWindow(window.name());
    switch (window.window()) {
      case Maintenance.Once once ->
          insert(
              window.name(),
              ReadPolicyRows.ONCE,
              Times.nanos(once.from()),
              Times.nanos(once.to()),
              null,
              null,
              null);
      case Maintenance.Recurring recurring ->
          insert(
              window.name(),
              ReadPolicyRows.RECURRING,
              null,
              null,
              recurring.cron(),
              recurring.zone().getId(),
              Times.nanos(recurring.lasts()));
    }
    for (String subject : window.subjects()) {
      statements.update(
          "INSERT INTO maintenance_subject (window, subject) VALUES (?, ?)",
          window.name(),
          subject);
    }
  }

  private void insert(
      String name,
      String kind,
      @Nullable Long from,
      @Nullable Long to,
      @Nullable String cron,
      @Nullable String zone,
      @Nullable Long lasts)
      throws SQLException {
    statements.update(
        "INSERT INTO maintenance (name, kind, from_ns, to_ns, cron, zone, lasts_ns)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        name,
        kind,
        from,
        to,
        cron,
        zone,
        lasts);
  }

  void deleteWindow(String name) throws SQLException {
    statements.update("DELETE FROM maintenance WHERE name = ?", name);
    statements.update("DELETE FROM maintenance_subject WHERE window = ?", name);
  }

  void put(PolicyVersion version) throws SQLException {
    statements.update(
        "INSERT OR REPLACE INTO policy_version (number, at_ns, who, because) VALUES (?, ?, ?, ?)",
        version.number(),
        Times.nanos(version.at()),
        version.who(),
        version.because());
    statements.update("DELETE FROM policy_file WHERE version = ?", version.number());
    for (PolicyVersion.FileChange change : version.changes()) {
      String content = change.content();
      String hash = content == null ? null : sha256(content);
      if (content != null) {
        statements.update(
            "INSERT OR IGNORE INTO policy_content (sha256, content) VALUES (?, ?)",
            hash,
            Packed.text(content));
      }
      statements.update(
          "INSERT OR REPLACE INTO policy_file (version, path, sha256) VALUES (?, ?, ?)",
          version.number(),
          change.path(),
          hash);
    }
  }

  private static String sha256(String content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
