package org.failovermon.engine.model.policy;

import java.time.Instant;

/**
 * That a rule acted: its key is acted on no more.
 *
 * @param rule name of the rule
 * @param key what it acted on
 * @param at when
 */
public record Firing(String rule, String key, Instant at) {}
