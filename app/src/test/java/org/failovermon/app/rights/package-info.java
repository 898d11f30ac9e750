/** Tests; see the package of the same name. */
@NullMarked
package org.failovermon.app.rights;

import org.jspecify.annotations.NullMarked;
