/**
 * Reads the folders of policies and scripts, and notices edits: what is there as one consistent
 * set, once it has come to rest. Compiles and decides nothing.
 */
@NullMarked
package org.failovermon.dsl.live;

import org.jspecify.annotations.NullMarked;
