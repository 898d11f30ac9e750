/** The command line: the man page's form and its subcommands. */
@NullMarked
package org.failovermon.app.cli;

import org.jspecify.annotations.NullMarked;
