/** The Groovy face of failovermon: compiles, checks, reloads and runs scripts. */
@NullMarked
package org.failovermon.dsl;

import org.jspecify.annotations.NullMarked;
