/**
 * Carries decisions out: reads events, asks {@code decide}, has the store commit, and only then
 * acts.
 */
@NullMarked
package org.failovermon.engine.shell;

import org.jspecify.annotations.NullMarked;
