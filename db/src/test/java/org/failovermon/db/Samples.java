package org.failovermon.db;

import java.time.Duration;
import java.time.Instant;
import org.failovermon.engine.model.HostName;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.model.MonitorSpec;
import org.failovermon.engine.model.Outage;
import org.failovermon.engine.model.Run;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.RunStatus;
import org.failovermon.engine.model.ScriptRef;
import org.jspecify.annotations.Nullable;

/** Records for tests. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  static final HostName HOST_A = new HostName("hosta");
  static final HostName HOST_B = new HostName("hostb");

  private Samples() {}

  static MonitorSpec monitor(HostName host) {
    return new MonitorSpec(
        host,
        Duration.ofSeconds(60),
        3,
        Duration.ofSeconds(1),
        new ScriptRef("take-mail.groovy"),
        ScriptRef.DEFAULT_REGAIN,
        true);
  }

  static LogEntry line(int number) {
    return line("hosta", NOW.plusSeconds(number), LogEntry.Kind.VERDICT, "line " + number);
  }

  static LogEntry line(String subject, Instant at, LogEntry.Kind kind, String text) {
    return new LogEntry(at, kind, subject, "missing → lost", "lost", text, LogEntry.ENGINE);
  }

  static Outage outage(long id, HostName host, @Nullable Instant endedAt) {
    return new Outage(id, host, NOW, "4 beats in a row were missed", endedAt);
  }

  static Run run(long id, String subject, RunStatus status, @Nullable Instant endedAt) {
    return new Run(
        id,
        RunKind.LOST_PULSE,
        subject,
        1,
        new ScriptRef("take-mail.groovy"),
        status,
        "4 beats in a row were missed",
        NOW,
        NOW.plusMillis(2),
        endedAt,
        status == RunStatus.SUCCEEDED ? Integer.valueOf(0) : null,
        "",
        0);
  }
}
