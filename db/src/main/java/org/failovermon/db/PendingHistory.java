package org.failovermon.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.db.history.Beats;
import org.failovermon.db.history.HistoryRows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * History that was taken from memory and is not written yet. Bounded: the oldest is dropped. Used
 * by the thread that writes.
 */
final class PendingHistory {
  private static final Logger LOG = LoggerFactory.getLogger(PendingHistory.class);
  private static final int MANY_HOSTS = 100;
  private static final long SHORT_PERIOD_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long LONG_PERIOD_NANOS = Duration.ofMinutes(5).toNanos();

  private final Beats beats;
  private final long maxBytes;
  private final List<Beats.NumberedHost> hosts = new ArrayList<>();
  private final List<Beats.Row> rows = new ArrayList<>();
  private boolean knowsHosts;
  private long bytes;

  PendingHistory(Beats beats, long maxBytes) {
    this.beats = beats;
    this.maxBytes = maxBytes;
  }

  /** Whether some host has so many beats that it should not wait for its turn. */
  boolean urgent() {
    return beats.urgent();
  }

  boolean waiting() {
    return !rows.isEmpty();
  }

  /**
   * Takes what is due, or all.
   *
   * @throws SQLException when the numbers of the hosts cannot be read, which come first
   */
  void collect(Session session, long now, boolean all) throws SQLException {
    if (beats.hosts() == 0) {
      return;
    }
    if (!knowsHosts) {
      session
          .transaction((connection, statements) -> HistoryRows.hosts(connection))
          .forEach(beats::know);
      knowsHosts = true;
    }
    long period = beats.hosts() > MANY_HOSTS ? LONG_PERIOD_NANOS : SHORT_PERIOD_NANOS;
    Beats.Due due = beats.take(now, all ? 0 : period);
    hosts.addAll(due.hosts());
    for (Beats.Row row : due.rows()) {
      rows.add(row);
      bytes += row.size();
    }
    int tooMany = 0;
    while (bytes > maxBytes) {
      bytes -= rows.get(tooMany++).size();
    }
    rows.subList(0, tooMany).clear();
    long dropped = beats.takeDropped();
    if (tooMany > 0 || dropped > 0) {
      LOG.warn(
          "heartbeat history was dropped for want of room: {} rows, {} beats", tooMany, dropped);
    }
  }

  /** All that waits. */
  Beats.Due next() {
    return new Beats.Due(List.copyOf(hosts), List.copyOf(rows));
  }

  /** Forgets what is committed. */
  void written(Beats.Due due) {
    hosts.subList(0, due.hosts().size()).clear();
    rows.subList(0, due.rows().size()).clear();
    for (Beats.Row row : due.rows()) {
      bytes -= row.size();
    }
  }
}
