/** How the records of the engine's model become rows, and rows become records again. */
@NullMarked
package org.failovermon.db.row;

import org.jspecify.annotations.NullMarked;
