/** Tests of policies as files and versions, and of a daemon whose policies are edited. */
@NullMarked
package org.failovermon.app.policy;

import org.jspecify.annotations.NullMarked;
