/**
 * The history of heartbeats: beats are counted into small segments in memory, and the segments of
 * 64 hosts are written together as one row.
 */
@NullMarked
package org.failovermon.db.history;

import org.jspecify.annotations.NullMarked;
