/** Service checks: what is asked of a service, how its answers are counted, where it stands. */
@NullMarked
package org.failovermon.engine.model.check;

import org.jspecify.annotations.NullMarked;
