package org.failovermon.engine.sim;

import org.failovermon.engine.port.Event;
import org.failovermon.engine.schedule.Cron;
import org.failovermon.engine.shell.Engine;
import org.failovermon.engine.shell.EngineSettings;

/** The engine's shell, unchanged, as a world drives it. */
public final class ShellEngine implements DrivenEngine {
  private final Engine engine;

  private ShellEngine(Engine engine) {
    this.engine = engine;
  }

  /** Builds the engine's shell with these settings at each start. */
  public static EngineFactory factory(EngineSettings settings) {
    return (ports, snapshot) ->
        new ShellEngine(
            new Engine(
                new Engine.Ports(
                    ports.clock(),
                    ports.link(),
                    ports.store(),
                    ports.actions(),
                    ports.schedule(),
                    ports.probes(),
                    ports.files(),
                    Cron::next),
                settings,
                snapshot,
                ports.policies(),
                ports.bootId(),
                ports.waiter()::wakeup));
  }

  @Override
  public boolean offer(Event event) {
    return engine.offer(event);
  }

  @Override
  public void cycle() {
    engine.cycle();
  }

  @Override
  public long nextDeadlineNanos() {
    return engine.nextDeadlineNanos();
  }
}
