package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretWatchTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path folder;
  private Map<String, Secret> used = Map.of();
  private SecretWatch watch = new SecretWatch(name -> java.util.Optional.empty());
  private long now;

  @BeforeEach
  void make() throws Exception {
    write("mail", "old");
    write("other", "same");
    used = Map.of("mail", new Secret("mail", "old"), "other", new Secret("other", "same"));
    watch = new SecretWatch(new SecretFiles(folder, Map.of("FAILOVERMON_SECRET_MAIL", "env")));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text + "\n");
    Files.setPosixFilePermissions(
        folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
  }

  private List<String> look() {
    now += SECOND / 2;
    return watch.look(used, now);
  }

  private void assertNothing(int looks) {
    for (int i = 0; i < looks; i++) {
      assertEquals(List.of(), look());
    }
  }

  @Test
  void namesASecretThatIsAnotherOneAfterTwoLooksAndAgainAfterFiveSeconds() throws Exception {
    assertNothing(20);
    write("mail", "new");
    assertNothing(1);
    assertEquals(List.of("mail"), look());
    assertNothing(9);
    assertEquals(List.of("mail"), look());
    used = Map.of("mail", new Secret("mail", "new"), "other", new Secret("other", "same"));
    assertNothing(20);
  }

  @Test
  void aFileThatIsEmptyForAMomentIsNoChange() throws Exception {
    assertNothing(3);
    write("mail", "");
    assertNothing(1);
    write("mail", "old");
    assertNothing(20);
  }

  @Test
  void aSecretThatIsGoneOrOpenToOthersIsNamedAsWell() throws Exception {
    assertNothing(3);
    Files.delete(folder.resolve("mail"));
    assertNothing(1);
    assertEquals(List.of("mail"), look()); // the variable is another secret
    write("mail", "old");
    assertNothing(20);
    Files.setPosixFilePermissions(
        folder.resolve("mail"), PosixFilePermissions.fromString("rw-r--r--"));
    assertNothing(1);
    assertEquals(List.of("mail"), look());
  }

  @Test
  void aLinkThatLeadsToAnotherFileIsAChange() throws Exception {
    write("first", "old");
    write("second", "new");
    Files.delete(folder.resolve("mail"));
    Files.createSymbolicLink(folder.resolve("mail"), folder.resolve("first"));
    assertNothing(20);
    Files.delete(folder.resolve("mail"));
    Files.createSymbolicLink(folder.resolve("mail"), folder.resolve("second"));
    assertNothing(1);
    assertEquals(List.of("mail"), look());
  }

  @Test
  void twoSetsDifferInTheSecretsThatBothUse() {
    Map<String, Secret> after =
        Map.of("mail", new Secret("mail", "new"), "more", new Secret("more", "x"));
    assertEquals(List.of("mail"), SecretWatch.changed(used, after));
    assertFalse(used.toString().contains("old"), used.toString());
  }
}
