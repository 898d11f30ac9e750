/**
 * What the engine needs from outside: clock, heartbeat link, store, actions, ticks. The daemon and
 * the simulated world implement the same interfaces.
 */
@NullMarked
package org.failovermon.engine.port;

import org.jspecify.annotations.NullMarked;
