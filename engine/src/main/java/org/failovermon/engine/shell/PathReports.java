package org.failovermon.engine.shell;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Supplier;
import org.failovermon.engine.model.CommPath;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.port.HeartbeatLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what is wrong with a path, and when it is well again. Engine's thread only. */
final class PathReports {
  private static final Logger log = LoggerFactory.getLogger(PathReports.class);

  private final Journal journal;
  private final HeartbeatLink link;

  PathReports(Journal journal, HeartbeatLink link) {
    this.journal = journal;
    this.link = link;
  }

  /** Where the paths of a host are sent from; asked only when one of our links is suspected. */
  Supplier<Set<InetAddress>> sentFrom(Watch watch) {
    return () -> link.localAddresses(watch.host);
  }

  /** A path answered. */
  void answered(Watch watch, CommPath path, long now, long roundTripNanos) {
    Watch.PathNotes notes = watch.notes(path);
    notes.answeredAt = now;
    notes.roundTripNanos = roundTripNanos;
    notes.answeredThisTry = true;
    notes.trouble = "";
    notes.troubledThisTry = false;
    if (!notes.troubleSaid.isEmpty()) {
      notes.troubleSaid = "";
      note(watch, "path " + path.address() + " of " + watch.host + " answers again");
    }
  }

  /** A path answered a try that is over. */
  void answeredLate(Watch watch, CommPath path, long roundTripNanos) {
    Watch.PathNotes notes = watch.notes(path);
    String say =
        "path "
            + path.address()
            + " of "
            + watch.host
            + " answers only after the timeout of "
            + Durations.show(watch.spec.timeout())
            + "; raise it if that is usual: failovermon modify "
            + watch.host
            + " --timeout …, or in its policy";
    if (roundTripNanos > watch.spec.timeout().toNanos() && !say.equals(notes.lateSaid)) {
      notes.lateSaid = say;
      note(watch, say);
    }
  }

  /** A path cannot be used right now. */
  void troubled(Watch watch, CommPath path, String trouble) {
    Watch.PathNotes notes = watch.notes(path);
    notes.trouble = trouble;
    notes.troubledThisTry = true;
    if (!notes.troubleSaid.equals(trouble)) {
      notes.troubleSaid = trouble;
      note(watch, "path " + path.address() + " of " + watch.host + ": " + trouble);
    }
  }

  /** A line about a host. */
  void note(Watch watch, String text) {
    log.warn("{}", text);
    journal.line(LogEntry.Kind.ENGINE, watch.host.value(), text, LogEntry.ENGINE);
  }
}
