@NullMarked
package org.failovermon.dsl.compile;

import org.jspecify.annotations.NullMarked;
