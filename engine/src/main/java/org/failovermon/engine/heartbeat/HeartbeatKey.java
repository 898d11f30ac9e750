package org.failovermon.engine.heartbeat;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of 32 bytes that heartbeats are signed with. Immutable; never shows the secret.
 *
 * <p>Its id is the first four bytes of the SHA-256 of the secret, so a damaged line of a key file
 * is noticed, and two hosts that disagree can be told apart by what they print.
 */
public final class HeartbeatKey {
  static final int BYTES = 32;

  private final byte[] secret;
  private final int id;

  private HeartbeatKey(byte[] secret) {
    this.secret = secret;
    this.id = fingerprint(secret);
  }

  /** A new key from the system's source of randomness. */
  public static HeartbeatKey generate() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return new HeartbeatKey(secret);
  }

  /** The key made of these bytes, which are copied; there must be 32 of them. */
  static HeartbeatKey of(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + secret.length);
    }
    return new HeartbeatKey(secret.clone());
  }

  /** The key's public name, as the datagrams carry it. */
  public int id() {
    return id;
  }

  /** The id as people read it: eight hexadecimal digits. */
  public String shownId() {
    return showId(id);
  }

  static String showId(int id) {
    return String.format("%08x", id);
  }

  /** The secret as the key file holds it. The caller must not show it. */
  String encoded() {
    return Base64.getEncoder().encodeToString(secret);
  }

  /** A new HMAC-SHA-256 under this key; not thread-safe, to be used again and again. */
  Mac newMac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private static int fingerprint(byte[] secret) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret);
      return (hash[0] & 0xFF) << 24
          | (hash[1] & 0xFF) << 16
          | (hash[2] & 0xFF) << 8
          | (hash[3] & 0xFF);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeartbeatKey key
        && id == key.id
        && MessageDigest.isEqual(secret, key.secret);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** Names the key without its secret. */
  @Override
  public String toString() {
    return "key " + shownId();
  }
}
