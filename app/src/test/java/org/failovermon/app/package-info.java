/** Fakes that the tests of several packages share. */
@NullMarked
package org.failovermon.app;

import org.jspecify.annotations.NullMarked;
