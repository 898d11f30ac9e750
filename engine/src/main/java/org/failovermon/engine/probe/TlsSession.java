package org.failovermon.engine.probe;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;

/**
 * What a handshake showed.
 *
 * @param socket speaks TLS
 * @param certificate of the server itself, the first of its chain
 * @param serverName whose certificate it should be
 */
record TlsSession(SSLSocket socket, X509Certificate certificate, String serverName) {
  /** The version that both agreed on: "TLSv1.3". */
  String protocol() {
    return socket.getSession().getProtocol();
  }
}
