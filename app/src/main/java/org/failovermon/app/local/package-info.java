/**
 * What the command line does by itself: reads what is recorded, writes while no daemon runs, starts
 * the daemon.
 */
@NullMarked
package org.failovermon.app.local;

import org.jspecify.annotations.NullMarked;
