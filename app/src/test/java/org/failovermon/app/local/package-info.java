/** Tests of what is done without a daemon. */
@NullMarked
package org.failovermon.app.local;

import org.jspecify.annotations.NullMarked;
