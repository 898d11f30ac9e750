/** Tests of parts of the shell that worlds in virtual time reach only by long ways. */
@NullMarked
package org.failovermon.engine.shell;

import org.jspecify.annotations.NullMarked;
