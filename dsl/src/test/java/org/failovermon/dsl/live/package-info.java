/** Tests of reading and watching the folders of policies and scripts. */
@NullMarked
package org.failovermon.dsl.live;

import org.jspecify.annotations.NullMarked;
