/** Runs programs and scripts: process groups, deadlines, bounded output, notices. */
@NullMarked
package org.failovermon.engine.action;

import org.jspecify.annotations.NullMarked;
