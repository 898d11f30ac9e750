@NullMarked
package org.failovermon.db.history;

import org.jspecify.annotations.NullMarked;
