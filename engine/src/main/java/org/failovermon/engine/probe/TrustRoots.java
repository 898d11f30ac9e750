package org.failovermon.engine.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that are trusted: a PEM file that a check names, or those of the system, which
 * {@code update-ca-certificates} and its like keep; without such a file those of the JDK. A file
 * that changes is read again. Thread-safe.
 */
final class TrustRoots {
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"));
  private static final String JDK = "";

  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  private record Loaded(FileTime changed, long bytes, X509ExtendedTrustManager judge) {}

  /**
   * Who judges certificates by these authorities.
   *
   * @param file PEM file, or null for the system's
   * @throws ProbeFailure unknown, when the file cannot be used
   */
  X509ExtendedTrustManager of(@Nullable String file) throws ProbeFailure {
    if (file != null) {
      return of(Path.of(file));
    }
    Optional<Path> system = SYSTEM.stream().filter(Files::isReadable).findFirst();
    return system.isPresent() ? of(system.get()) : ofJdk();
  }

  private X509ExtendedTrustManager of(Path file) throws ProbeFailure {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      long bytes = Files.size(file);
      Loaded known = loaded.get(file.toString());
      if (known != null && known.changed().equals(changed) && known.bytes() == bytes) {
        return known.judge();
      }
      X509ExtendedTrustManager judge = judge(store(file));
      loaded.put(file.toString(), new Loaded(changed, bytes, judge));
      return judge;
    } catch (java.nio.file.NoSuchFileException e) {
      throw ProbeFailure.unknown("there is no file " + file + " with trusted certificates");
    } catch (IOException | GeneralSecurityException e) {
      throw ProbeFailure.unknown(
          "the trusted certificates in " + file + " cannot be read: " + e.getMessage());
    }
  }

  private X509ExtendedTrustManager ofJdk() throws ProbeFailure {
    try {
      Loaded known = loaded.get(JDK);
      if (known == null) {
        known = new Loaded(FileTime.fromMillis(0), 0, judge(null));
        loaded.put(JDK, known);
      }
      return known.judge();
    } catch (GeneralSecurityException e) {
      throw ProbeFailure.unknown(
          "the JDK's trusted certificates cannot be read: " + e.getMessage());
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("there is no certificate in it");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    return store;
  }

  private static X509ExtendedTrustManager judge(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager judge) {
        return judge;
      }
    }
    throw new GeneralSecurityException("this JDK has no judge of X.509 certificates");
  }
}
