/**
 * Policies: what their files say is evaluated to values, linked as a whole and handed on as one
 * {@code PolicySet}. Nothing of it has an effect.
 */
@NullMarked
package org.failovermon.dsl.policy;

import org.jspecify.annotations.NullMarked;
