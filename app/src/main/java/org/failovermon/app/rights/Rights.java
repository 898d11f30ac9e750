package org.failovermon.app.rights;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who may change an installation: uid 0, the owner of its home, and the members of one group.
 * Everybody may look.
 *
 * @param home the home, for the sentence
 * @param ownerUid user id of the owner of the home
 * @param group name of the group; need not exist
 * @param groups the groups that an account is a member of. Asked only for those whom the uid does
 *     not decide: it may take seconds, and root must not wait for a directory that is down
 */
public record Rights(
    String home, long ownerUid, String group, Function<Account, Set<String>> groups) {

  /** Rights that ask the system for groups. */
  public Rights(String home, long ownerUid, String group) {
    this(home, ownerUid, group, Accounts::groups);
  }

  /**
   * The sentence that refuses this account a change, or nothing when it may.
   *
   * @throws org.failovermon.app.Refusal for lack of rights, when the system does not say in time
   *     which groups the account is in
   */
  public Optional<String> refusal(Account account) {
    if (account.uid() == 0 || account.uid() == ownerUid || groups.apply(account).contains(group)) {
      return Optional.empty();
    }
    return Optional.of(
        "refused for lack of rights: "
            + account.who()
            + " may look at "
            + home
            + " but not change it; that takes root, the owner of the home (uid "
            + ownerUid
            + ") or a member of the group "
            + group);
  }
}
