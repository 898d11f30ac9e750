/**
 * Quartz: ticks for cohorts of monitors, cron jobs, and the guard that notices when Quartz is
 * silent.
 */
@NullMarked
package org.failovermon.engine.schedule;

import org.jspecify.annotations.NullMarked;
