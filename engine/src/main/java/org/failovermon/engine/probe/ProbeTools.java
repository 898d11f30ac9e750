package org.failovermon.engine.probe;

/**
 * What probes that talk over the network share.
 *
 * @param names resolves names
 * @param tls makes handshakes
 */
record ProbeTools(Names names, Tls tls) {}
