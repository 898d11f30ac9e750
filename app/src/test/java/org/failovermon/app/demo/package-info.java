/** Tests of the demo. */
@NullMarked
package org.failovermon.app.demo;

import org.jspecify.annotations.NullMarked;
