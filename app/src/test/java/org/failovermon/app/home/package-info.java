/** Tests; see the package of the same name. */
@NullMarked
package org.failovermon.app.home;

import org.jspecify.annotations.NullMarked;
