/** What is known of each word, for the help of the command line and for the reference manual. */
@NullMarked
package org.failovermon.dsl.manual;

import org.jspecify.annotations.NullMarked;
