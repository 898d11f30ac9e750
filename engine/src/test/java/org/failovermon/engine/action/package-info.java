/** Real processes under test: groups, deadlines, output, environment, notices. */
@NullMarked
package org.failovermon.engine.action;

import org.jspecify.annotations.NullMarked;
