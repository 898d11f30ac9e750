/** failoverd: puts the engine and its adapters together, starts and stops them in order. */
@NullMarked
package org.failovermon.app.daemon;

import org.jspecify.annotations.NullMarked;
