package org.failovermon.engine.sim;

/**
 * A host's word on its absence, as it went over the wire.
 *
 * @param host name of the host that said it
 * @param incarnation of its responder
 * @param number within the incarnation
 * @param absentMillis how long it will be away; 0 takes it back
 */
public record Announcement(String host, long incarnation, long number, long absentMillis) {}
