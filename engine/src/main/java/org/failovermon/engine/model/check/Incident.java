package org.failovermon.engine.model.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One incident of a check: from the verdict "failed" to the verdict "ok" after it.
 *
 * @param check name of the check
 * @param number counts the incidents of this check, from 1; goes on where it was when a check of
 *     the same name comes back after it was removed
 * @param failedAt when it was judged failed
 * @param because the sentence of that verdict
 * @param endedAt when it was well again, or null while the incident is open
 */
public record Incident(
    String check, long number, Instant failedAt, String because, @Nullable Instant endedAt) {}
