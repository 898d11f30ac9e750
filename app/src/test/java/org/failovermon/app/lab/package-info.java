/**
 * The lab: real daemons in network namespaces, with faults that are real too. Each test is one
 * scenario; an audit follows every one of them.
 */
@NullMarked
package org.failovermon.app.lab;

import org.jspecify.annotations.NullMarked;
