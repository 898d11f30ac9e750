package org.failovermon.app.rights;

import java.util.Optional;

/**
 * Who may change an installation: uid 0, the owner of its home, and the members of one group.
 * Everybody may look.
 *
 * @param home the home, for the sentence
 * @param ownerUid user id of the owner of the home
 * @param group name of the group; need not exist
 */
public record Rights(String home, long ownerUid, String group) {

  /** The sentence that refuses this account a change, or nothing when it may. */
  public Optional<String> refusal(Account account) {
    if (account.uid() == 0 || account.uid() == ownerUid || account.groups().contains(group)) {
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
