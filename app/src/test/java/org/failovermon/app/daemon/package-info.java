/** Tests; see the package of the same name. */
@NullMarked
package org.failovermon.app.daemon;

import org.jspecify.annotations.NullMarked;
