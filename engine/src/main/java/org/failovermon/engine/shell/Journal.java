package org.failovermon.engine.shell;

import org.failovermon.engine.model.LogEntry;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.Write;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes the lines of the journal that are about the engine itself. Engine's thread only. */
final class Journal {
  private static final Logger log = LoggerFactory.getLogger(Engine.class);

  private final Clock clock;
  private final Ledger ledger;

  Journal(Clock clock, Ledger ledger) {
    this.clock = clock;
    this.ledger = ledger;
  }

  /** Something that the engine noticed about itself, and that somebody should look at. */
  void engine(String text) {
    engine(Level.WARN, text);
  }

  /** Something that the engine says of itself, and how the log calls it. */
  void engine(Level level, String text) {
    log.atLevel(level).log("{}", text);
    line(LogEntry.Kind.ENGINE, "engine", text, LogEntry.ENGINE);
  }

  /** A line about a subject. */
  void line(LogEntry.Kind kind, String subject, String text, String who) {
    write(new Write.Append(new LogEntry(clock.wall(), kind, subject, "", "", text, who)));
  }

  /** Any write, with the batch of this cycle. */
  void write(Write write) {
    ledger.write(write);
  }
}
