package org.failovermon.engine.sim;

import org.failovermon.engine.port.Actions;
import org.failovermon.engine.port.Clock;
import org.failovermon.engine.port.HeartbeatLink;
import org.failovermon.engine.port.PoliciesAtStart;
import org.failovermon.engine.port.Probes;
import org.failovermon.engine.port.Schedule;
import org.failovermon.engine.port.Store;
import org.failovermon.engine.port.Waiter;
import org.failovermon.engine.port.WatchedFiles;

/**
 * The outside of one engine, from the start of its process to its end.
 *
 * @param clock the clock of its machine
 * @param link its sockets
 * @param store its store
 * @param actions starts scripts on its machine
 * @param schedule its ticks
 * @param probes makes service checks
 * @param files the files that rules look at
 * @param waiter wakes it; {@code await} is never called, since the world calls {@code cycle}
 * @param policies what its policy files say at its start
 * @param bootId the boot of its machine
 */
public record EnginePorts(
    Clock clock,
    HeartbeatLink link,
    Store store,
    Actions actions,
    Schedule schedule,
    Probes probes,
    WatchedFiles files,
    Waiter waiter,
    PoliciesAtStart policies,
    String bootId) {}
