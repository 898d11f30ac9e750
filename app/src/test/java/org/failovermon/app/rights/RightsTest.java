package org.failovermon.app.rights;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.failovermon.app.Refusal;
import org.junit.jupiter.api.Test;

/** Who may change an installation. */
class RightsTest {
  private static final Map<String, Set<String>> GROUPS =
      Map.of("bob", Set.of("users", "failovermon"), "eve", Set.of("users"));
  private static final Rights RIGHTS =
      new Rights(
          "/srv/failovermon",
          1000,
          "failovermon",
          account -> requireNonNull(GROUPS.get(account.user())));

  @Test
  void letRootTheOwnerAndTheGroupChangeThings() {
    assertEquals(Optional.empty(), RIGHTS.refusal(new Account("bob", 1001)));
    Rights directoryIsDown =
        new Rights(
            "/srv/failovermon",
            1000,
            "failovermon",
            account -> {
              throw Refusal.noRights("id did not answer");
            });
    assertEquals(Optional.empty(), directoryIsDown.refusal(new Account("root", 0)));
    assertEquals(Optional.empty(), directoryIsDown.refusal(new Account("ann", 1000)));
    Refusal refusal =
        assertThrows(Refusal.class, () -> directoryIsDown.refusal(new Account("bob", 1001)));
    assertEquals(Refusal.NO_RIGHTS, refusal.exit());
  }

  @Test
  void tellEverybodyElseWhoMay() {
    assertEquals(
        Optional.of(
            "refused for lack of rights: eve (uid 1002) may look at /srv/failovermon but not change"
                + " it; that takes root, the owner of the home (uid 1000) or a member of the group"
                + " failovermon"),
        RIGHTS.refusal(new Account("eve", 1002)));
  }

  @Test
  void theSystemSaysWhoWeAre() {
    Account own = Accounts.own();
    assertEquals(Accounts.ownUid(), own.uid());
    assertTrue(own.who().endsWith(" (uid " + own.uid() + ")"));
    Account stranger = Accounts.named("4242424");
    assertEquals(new Account("4242424", 4_242_424), stranger);
    assertEquals(
        Set.of(), Accounts.groups(stranger), "a user that the system does not know has no groups");
    assertEquals(new Account("root", 0), Accounts.named("root"));
    assertTrue(Accounts.groups(Accounts.named("root")).contains("root"));
  }
}
