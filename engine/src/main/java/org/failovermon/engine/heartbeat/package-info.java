/** Heartbeats on the wire: codec, keys, sender, responder, announcements. */
@NullMarked
package org.failovermon.engine.heartbeat;

import org.jspecify.annotations.NullMarked;
