/** Puts it together: the daemon failoverd and the command line failovermon. */
@NullMarked
package org.failovermon.app;

import org.jspecify.annotations.NullMarked;
