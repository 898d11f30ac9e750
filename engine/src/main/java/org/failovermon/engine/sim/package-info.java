/**
 * A whole world in virtual time: hosts, paths, faults, clocks, a disk, scripts, and the engine's
 * shell running in it unchanged against its ports. One event queue, one seed, and the same
 * transcript each time; no thread, no real clock, no sleeping.
 *
 * <p>Begin at {@link org.failovermon.engine.sim.World}.
 */
@NullMarked
package org.failovermon.engine.sim;

import org.jspecify.annotations.NullMarked;
