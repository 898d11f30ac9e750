/** Tests of the house: which module may use which. */
@NullMarked
package org.failovermon.app.layering;

import org.jspecify.annotations.NullMarked;
