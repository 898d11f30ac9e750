/** Tests of the policies. */
@org.jspecify.annotations.NullMarked
package org.failovermon.dsl.policy;
