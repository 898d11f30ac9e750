/**
 * The configuration file failovermon.toml: every key optional, every error with its line and its
 * remedy.
 */
@NullMarked
package org.failovermon.app.settings;

import org.jspecify.annotations.NullMarked;
