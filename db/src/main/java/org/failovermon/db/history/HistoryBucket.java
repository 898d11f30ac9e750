package org.failovermon.db.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The beats of one host in a piece of time.
 *
 * @param start begin of the piece
 * @param hits beats that were answered
 * @param misses beats that were not
 * @param p50 median of the round-trip times, at most 12.5 % off; null when none is known
 * @param p99 99th percentile of the round-trip times, at most 12.5 % off; null when none is known
 * @param max longest round-trip time, exact; null when none is known
 */
public record HistoryBucket(
    Instant start,
    long hits,
    long misses,
    @Nullable Duration p50,
    @Nullable Duration p99,
    @Nullable Duration max) {}
