package org.failovermon.app.rights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.failovermon.app.Refusal;

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

  /** The user of this process; cheap, nobody is asked. */
  public static Account own() {
    long uid = ownUid();
    String name = System.getProperty("user.name", "?"); // "?" is Java's word for nobody we know
    return new Account(name.equals("?") ? Long.toString(uid) : name, uid);
  }

  /**
   * The user of this name or number. One that the system does not know (any more) keeps its number.
   *
   * @throws Refusal for lack of rights, when the system does not say in time who that is
   */
  public static Account named(String nameOrUid) {
    if (nameOrUid.equals(System.getProperty("user.name"))) {
      return own();
    }
    String uid = ask("-u", nameOrUid);
    if (uid.isEmpty() && !nameOrUid.matches("\\d{1,10}")) {
      throw unknown(nameOrUid, "the system knows no such user");
    }
    return new Account(nameOrUid, Long.parseLong(uid.isEmpty() ? nameOrUid : uid));
  }

  /**
   * The names of the groups that a user is a member of; none for one that the system does not know.
   * May take seconds where groups come over the network.
   *
   * @throws Refusal for lack of rights, when the system does not say it in time
   */
  public static Set<String> groups(Account account) {
    String groups = ask("-Gn", account.user());
    return groups.isEmpty() ? Set.of() : new HashSet<>(List.of(groups.split("\\s+")));
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
        throw unknown(
            nameOrUid,
            "'id "
                + what
                + " "
                + nameOrUid
                + "' did not answer within "
                + SECONDS_FOR_ID
                + " s; does the directory of users answer?");
      }
      String answer = new String(id.getInputStream().readNBytes(65_536), StandardCharsets.UTF_8);
      return id.exitValue() == 0 ? answer.strip() : "";
    } catch (IOException e) {
      throw unknown(nameOrUid, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(nameOrUid, "interrupted");
    }
  }

  private static Refusal unknown(String nameOrUid, String because) {
    return Refusal.noRights(
        "refused for lack of rights: who "
            + nameOrUid
            + " is cannot be found out: "
            + because
            + "; root and the owner of the home may in any case");
  }
}
