/** Tests of the launchers in {@code bin/}, in a copy of the sources. */
@NullMarked
package org.failovermon.app.launcher;

import org.jspecify.annotations.NullMarked;
