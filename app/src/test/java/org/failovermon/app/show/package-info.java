/** Tests; see the package of the same name. */
@NullMarked
package org.failovermon.app.show;

import org.jspecify.annotations.NullMarked;
