/**
 * Storms over policy files: real files, the real compiler and the real room of policies, once over
 * an engine in the virtual world and once over a real daemon.
 */
@NullMarked
package org.failovermon.app.storm;

import org.jspecify.annotations.NullMarked;
