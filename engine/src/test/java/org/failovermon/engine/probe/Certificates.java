package org.failovermon.engine.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Keys and certificates that sign themselves, made by the JDK's keytool in a folder of the test.
 */
final class Certificates {
  private static final String PASSWORD = "changeit";

  private final Path store;
  private final Path pem;

  private Certificates(Path store, Path pem) {
    this.store = store;
    this.pem = pem;
  }

  /**
   * Makes a key and its certificate.
   *
   * @param begin when it begins to be valid, as keytool has it: {@code -10d}
   * @param names subject alternative names: {@code dns:localhost,ip:127.0.0.1}
   */
  static Certificates make(Path folder, String alias, String names, String begin, int days)
      throws IOException, InterruptedException {
    // RSA: GnuTLS does not read the elliptic keys that the JDK writes.
    Path store = folder.resolve(alias + ".p12");
    Path pem = folder.resolve(alias + ".pem");
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            alias,
            "-keyalg",
            "RSA",
            "-dname",
            "CN=" + alias,
            "-ext",
            "san=" + names,
            "-startdate",
            begin,
            "-validity",
            Integer.toString(days),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString()));
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      Files.writeString(pem, pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return new Certificates(store, pem);
  }

  /** One that is good for 30 days for loopback. */
  static Certificates good(Path folder) throws IOException, InterruptedException {
    return make(folder, "good", "dns:localhost,ip:127.0.0.1", "-1d", 31);
  }

  private static void keytool(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said;
    try (InputStream out = process.getInputStream()) {
      said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "keytool hangs");
    assertEquals(0, process.exitValue(), said);
  }

  /** The certificate, to be trusted or shown by a server. */
  Path pem() {
    return pem;
  }

  /** Writes the private key as PEM, for servers. */
  Path key() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    java.security.Key key = keys.getKey(keys.aliases().nextElement(), PASSWORD.toCharArray());
    Path file = Path.of(pem.toString().replace(".pem", ".key"));
    Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()));
    return file;
  }

  private static String pem(String what, byte[] encoded) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN "
        + what
        + "-----\n"
        + encoder.encodeToString(encoded)
        + "\n-----END "
        + what
        + "-----\n";
  }

  /** What a server in the test's own JVM shows. */
  SSLContext server() throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
