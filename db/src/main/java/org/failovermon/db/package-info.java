/** SQLite: schema, migrations, the store, the history of heartbeats. */
@NullMarked
package org.failovermon.db;

import org.jspecify.annotations.NullMarked;
