/** Tests; see the package of the same name. */
@NullMarked
package org.failovermon.app.settings;

import org.jspecify.annotations.NullMarked;
