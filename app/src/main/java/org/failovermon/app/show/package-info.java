/** What an operator reads: aligned tables, the status screen, the nearest valid word. */
@NullMarked
package org.failovermon.app.show;

import org.jspecify.annotations.NullMarked;
