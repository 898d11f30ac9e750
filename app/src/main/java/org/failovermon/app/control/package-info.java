/**
 * The control interface: HTTP and JSON over a Unix domain socket, and the documents that both the
 * daemon and the command line make.
 */
@NullMarked
package org.failovermon.app.control;

import org.jspecify.annotations.NullMarked;
