package org.failovermon.engine.sim;

import org.failovermon.engine.model.Snapshot;

/** Builds the engine that an {@link Observer} runs; called at each start of its process. */
@FunctionalInterface
public interface EngineFactory {
  /**
   * Builds an engine.
   *
   * @param ports its outside
   * @param snapshot what its store holds
   */
  DrivenEngine start(EnginePorts ports, Snapshot snapshot);
}
