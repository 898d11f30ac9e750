/** Groovy action scripts under test. */
@NullMarked
package org.failovermon.dsl;

import org.jspecify.annotations.NullMarked;
