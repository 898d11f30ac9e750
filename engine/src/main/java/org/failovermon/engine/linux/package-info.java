/** What only the operating system can tell: CLOCK_BOOTTIME, carrier of a link, process groups. */
@NullMarked
package org.failovermon.engine.linux;

import org.jspecify.annotations.NullMarked;
