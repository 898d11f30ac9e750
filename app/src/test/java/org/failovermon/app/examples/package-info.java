/** Tests that load the examples and read the documents. */
@NullMarked
package org.failovermon.app.examples;

import org.jspecify.annotations.NullMarked;
