/** Where one installation lives: its folders, and the one lock that says who writes to it. */
@NullMarked
package org.failovermon.app.home;

import org.jspecify.annotations.NullMarked;
