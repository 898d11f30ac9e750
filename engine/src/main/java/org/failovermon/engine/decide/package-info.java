/**
 * Pure decisions: policy, state and event in; next state, commands and the reason out. No clock,
 * thread, I/O, logger, Quartz, Groovy or SQL.
 */
@NullMarked
package org.failovermon.engine.decide;

import org.jspecify.annotations.NullMarked;
