package org.failovermon.app.rights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Asks the system who somebody is. Names and groups come from {@code id}, which asks whatever the
 * machine is set up to ask (files, LDAP, SSSD). Thread-safe.
 */
public final class Accounts {
  private static final int SECONDS_FOR_ID = 5;

  private Accounts() {}

  /** The user id of this process; cheap. */
  public static long ownUid() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /proc/self: is /proc mounted?", e);
    }
  }

  /** The user of this process. */
  public static Account own() {
    return named(Long.toString(ownUid()));
  }

  /**
   * The user of this name or number. One that the system does not know (any more) keeps its number
   * and has no groups.
   *
   * @throws UncheckedIOException when the system does not say who a named user is
   */
  public static Account named(String nameOrUid) {
    String uid = ask("-u", nameOrUid);
    if (uid.isEmpty()) {
      if (nameOrUid.matches("\\d{1,10}")) {
        return new Account(nameOrUid, Long.parseLong(nameOrUid), Set.of());
      }
      throw new UncheckedIOException(
          new IOException("the system does not know the user " + nameOrUid));
    }
    return new Account(
        ask("-un", nameOrUid),
        Long.parseLong(uid),
        Set.copyOf(List.of(ask("-Gn", nameOrUid).split("\\s+"))));
  }

  /** What {@code id} answers; empty when it knows no such user. */
  private static String ask(String what, String nameOrUid) {
    try {
      Process id =
          new ProcessBuilder("id", what, "--", nameOrUid)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      id.getOutputStream().close();
      if (!id.waitFor(SECONDS_FOR_ID, TimeUnit.SECONDS)) {
        id.destroyForcibly();
        throw new IOException("id did not answer within " + SECONDS_FOR_ID + " s");
      }
      String answer = new String(id.getInputStream().readNBytes(65_536), StandardCharsets.UTF_8);
      return id.exitValue() == 0 ? answer.strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find out who user " + nameOrUid + " is", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted while asking who asks", e));
    }
  }
}
