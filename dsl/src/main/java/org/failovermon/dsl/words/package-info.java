/**
 * The words of policies and action scripts: one interface for each block. The compiler, the help
 * and the reference manual all read them.
 */
@NullMarked
package org.failovermon.dsl.words;

import org.jspecify.annotations.NullMarked;
