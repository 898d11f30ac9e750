@NullMarked
package org.failovermon.db;

import org.jspecify.annotations.NullMarked;
