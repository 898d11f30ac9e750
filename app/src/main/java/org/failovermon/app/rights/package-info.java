/** Who asks, and what they may do. */
@NullMarked
package org.failovermon.app.rights;

import org.jspecify.annotations.NullMarked;
