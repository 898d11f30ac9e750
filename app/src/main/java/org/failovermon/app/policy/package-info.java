/**
 * The policies of an installation as files: reading and compiling them, what differs between two
 * states of them, and bringing an older state back.
 */
@NullMarked
package org.failovermon.app.policy;

import org.jspecify.annotations.NullMarked;
