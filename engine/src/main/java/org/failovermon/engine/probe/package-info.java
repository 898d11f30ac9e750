/**
 * Makes service checks: asks the service, tells in one line what came back. Decides nothing: how
 * many failures mean what is the business of the engine.
 */
@NullMarked
package org.failovermon.engine.probe;

import org.jspecify.annotations.NullMarked;
