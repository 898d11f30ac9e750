/**
 * The nouns of failovermon as immutable values: hosts, paths, monitors, jobs, runs. They hold no
 * behaviour beyond checking themselves.
 */
@NullMarked
package org.failovermon.engine.model;

import org.jspecify.annotations.NullMarked;
