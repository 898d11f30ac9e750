/** What carries the words of an action script over to a run. */
@NullMarked
package org.failovermon.dsl.action;

import org.jspecify.annotations.NullMarked;
