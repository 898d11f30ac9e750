/**
 * {@code failovermon demo}: two hosts as real processes on loopback addresses, two paths that can
 * be cut, a death and a return, told while it happens and measured. It uses nothing of failovermon
 * but its command line and its scripts.
 */
@NullMarked
package org.failovermon.app.demo;

import org.jspecify.annotations.NullMarked;
