@NullMarked
package org.failovermon.db.schema;

import org.jspecify.annotations.NullMarked;
