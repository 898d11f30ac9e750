/** Tests of the schedule. */
@NullMarked
package org.failovermon.engine.schedule;

import org.jspecify.annotations.NullMarked;
