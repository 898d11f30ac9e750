package org.failovermon.engine.probe;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.failovermon.engine.model.check.Probe;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS handshakes and says in words what is wrong with a certificate. Each handshake is a full
 * one: with a resumed session the server would not show its certificate. Thread-safe.
 */
final class Tls {
  private final TrustRoots roots;

  Tls(TrustRoots roots) {
    this.roots = roots;
  }

  /**
   * Makes a handshake.
   *
   * @param socket connected; belongs to the caller
   * @param wanted how the certificate is looked at
   * @param address as it was connected to
   * @throws ProbeFailure with what is wrong with the certificate
   * @throws IOException when the connection fails
   */
  TlsSession handshake(Socket socket, Probe.Certificate wanted, String address)
      throws ProbeFailure, IOException {
    String name = wanted.serverName() == null ? address : wanted.serverName();
    Witness witness = new Witness(wanted.verify() ? roots.of(wanted.trust()) : null);
    SSLSocket secure = null;
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {witness}, null);
      secure =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, name, socket.getPort(), false);
      secure.setUseClientMode(true);
      if (wanted.verify()) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
      }
      secure.startHandshake();
    } catch (SSLException e) {
      throw failure(witness, name, e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw ProbeFailure.unknown("no TLS: " + e.getMessage());
    }
    Certificate[] chain = secure.getSession().getPeerCertificates();
    if (!(chain[0] instanceof X509Certificate own)) {
      throw ProbeFailure.critical("the server has a certificate that is not an X.509 certificate");
    }
    return new TlsSession(secure, own, name);
  }

  private static ProbeFailure failure(Witness witness, String name, SSLException fault) {
    X509Certificate own = witness.own;
    if (own != null && witness.refused) {
      return ProbeFailure.critical(CertificateWords.refusal(own, name, fault, Instant.now()));
    }
    String message = String.valueOf(fault.getMessage());
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return ProbeFailure.critical("the server does not speak TLS on this port");
    }
    Throwable cause = fault.getCause();
    if (cause instanceof IOException io && !(cause instanceof SSLException)) {
      ProbeFailure known = Faults.of(io);
      return ProbeFailure.critical("TLS handshake: " + known.getMessage());
    }
    if (message.contains("Remote host terminated the handshake")) {
      return ProbeFailure.critical("the server closed the connection in the TLS handshake");
    }
    return ProbeFailure.critical("TLS handshake failed: " + message);
  }

  /** Remembers the certificate that the handshake showed, also when it is refused. */
  private static final class Witness extends X509ExtendedTrustManager {
    private final @Nullable X509ExtendedTrustManager judge;
    private @Nullable X509Certificate own;
    private boolean refused;

    /** Makes one that asks the judge, or believes everything where there is none. */
    Witness(@Nullable X509ExtendedTrustManager judge) {
      this.judge = judge;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws java.security.cert.CertificateException {
      own = chain[0];
      if (judge != null) {
        refused = true;
        judge.checkServerTrusted(chain, type, socket);
        refused = false;
      }
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException("no engine is used here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException("no connection to look at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws java.security.cert.CertificateException {
      throw new java.security.cert.CertificateException("we are no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return judge == null ? new X509Certificate[0] : judge.getAcceptedIssuers();
    }
  }
}
