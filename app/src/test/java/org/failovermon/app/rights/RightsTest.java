package org.failovermon.app.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may change an installation. */
class RightsTest {
  private static final Rights RIGHTS = new Rights("/srv/failovermon", 1000, "failovermon");

  @Test
  void letRootTheOwnerAndTheGroupChangeThings() {
    assertEquals(Optional.empty(), RIGHTS.refusal(new Account("root", 0, Set.of())));
    assertEquals(Optional.empty(), RIGHTS.refusal(new Account("ann", 1000, Set.of("users"))));
    assertEquals(
        Optional.empty(), RIGHTS.refusal(new Account("bob", 1001, Set.of("users", "failovermon"))));
  }

  @Test
  void tellEverybodyElseWhoMay() {
    assertEquals(
        Optional.of(
            "refused for lack of rights: eve (uid 1002) may look at /srv/failovermon but not change"
                + " it; that takes root, the owner of the home (uid 1000) or a member of the group"
                + " failovermon"),
        RIGHTS.refusal(new Account("eve", 1002, Set.of("users"))));
  }

  @Test
  void theSystemSaysWhoWeAre() {
    Account own = Accounts.own();
    assertEquals(Accounts.ownUid(), own.uid());
    assertTrue(own.who().endsWith(" (uid " + own.uid() + ")"));
    assertEquals(
        new Account("4242424", 4_242_424, Set.of()),
        Accounts.named("4242424"),
        "a user that the system does not know has no groups");
  }
}
