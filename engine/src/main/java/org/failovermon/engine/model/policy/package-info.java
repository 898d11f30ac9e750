/**
 * What policies say: monitors with their probes, checks, rules, jobs and maintenance windows, each
 * with the place that it was read from. Immutable values without code, but for the closures of
 * Groovy checks.
 */
@NullMarked
package org.failovermon.engine.model.policy;

import org.jspecify.annotations.NullMarked;
