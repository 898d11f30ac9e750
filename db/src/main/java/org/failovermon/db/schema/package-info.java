/**
 * The database file: finding the native library, opening, creating and migrating, and saying what
 * is wrong with it in words for an operator.
 */
@NullMarked
package org.failovermon.db.schema;

import org.jspecify.annotations.NullMarked;
