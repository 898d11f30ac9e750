package org.failovermon.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One outage of a host: from the verdict "lost" to the first healthy answer after it.
 *
 * @param id number of the outage, from 1, unique within the installation
 * @param host the host that failed
 * @param lostAt when it was judged lost
 * @param because the sentence of that verdict
 * @param endedAt when it was back, or null while the outage is open
 */
public record Outage(
    long id, HostName host, Instant lostAt, String because, @Nullable Instant endedAt) {}
