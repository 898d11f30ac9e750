package org.failovermon.db;

import org.failovermon.engine.model.LogEntry;

/**
 * A line of the log with its number.
 *
 * @param id grows with each line and is never given twice
 * @param entry the line
 */
public record LogLine(long id, LogEntry entry) {}
