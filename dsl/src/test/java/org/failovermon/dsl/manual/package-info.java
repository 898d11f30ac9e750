/** Tests of the manual. */
@NullMarked
package org.failovermon.dsl.manual;

import org.jspecify.annotations.NullMarked;
