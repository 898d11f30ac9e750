/** Tests of the simulated world, and of the engine in it. */
@NullMarked
package org.failovermon.engine.sim;

import org.jspecify.annotations.NullMarked;
