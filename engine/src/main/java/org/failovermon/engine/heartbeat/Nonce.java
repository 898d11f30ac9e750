package org.failovermon.engine.heartbeat;

/**
 * Sixteen random bytes that make a try unlike every other: an answer proves that it is fresh by
 * bringing them back under the HMAC.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record Nonce(long high, long low) {}
