/** Tests of the rows. */
@NullMarked
package org.failovermon.db.row;

import org.jspecify.annotations.NullMarked;
