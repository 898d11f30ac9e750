package org.failovermon.engine.model.policy;

import java.time.Duration;
import org.failovermon.engine.model.Job;
import org.jspecify.annotations.Nullable;

/**
 * A job as a policy describes it.
 *
 * @param job what the command line could say as well
 * @param deadline how long a run may take, or null for the configuration's deadline
 * @param place where the policy says it
 */
public record JobPolicy(Job job, @Nullable Duration deadline, Place place) {}
