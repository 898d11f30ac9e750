/**
 * Compiles Groovy sources, policies and action scripts alike: statically, with closed words and
 * allowed calls, and with errors that name the file, the line, the column and the remedy.
 */
@NullMarked
package org.failovermon.dsl.compile;

import org.jspecify.annotations.NullMarked;
