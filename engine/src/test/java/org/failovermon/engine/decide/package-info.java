/** Tests of the pure decisions. */
@NullMarked
package org.failovermon.engine.decide;

import org.jspecify.annotations.NullMarked;
