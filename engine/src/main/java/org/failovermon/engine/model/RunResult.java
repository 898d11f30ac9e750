package org.failovermon.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status {@code SUCCEEDED}, {@code FAILED} or {@code TIMED_OUT}
 * @param exitCode exit code of the program, or null for Groovy
 * @param sentence what happened, for people: one sentence
 * @param output what it printed and logged, bounded; says where it was cut
 */
public record RunResult(
    RunStatus status, @Nullable Integer exitCode, String sentence, String output) {}
