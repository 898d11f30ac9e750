/** Tests; see the package of the same name. */
@NullMarked
package org.failovermon.app.cli;

import org.jspecify.annotations.NullMarked;
