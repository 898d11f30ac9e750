/** Tests; see the package of the same name. */
@NullMarked
package org.failovermon.app.control;

import org.jspecify.annotations.NullMarked;
