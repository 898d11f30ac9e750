package org.failovermon.app.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
  @TempDir Path folder;

  private Optional<Secret> find(String name) {
    return new SecretFiles(folder, Map.of("FAILOVERMON_SECRET_MAIL_BOX", "from the environment"))
        .find(name);
  }

  private void write(String name, String mode) throws Exception {
    Files.writeString(folder.resolve(name), "hunter2\n");
    Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(mode));
  }

  @Test
  void findsAFileThatOnlyItsOwnerReadsAndOtherwiseAVariable() throws Exception {
    write("mail", "rw-------");
    assertEquals("hunter2", find("mail").orElseThrow().reveal());
    assertEquals("from the environment", find("mail-box").orElseThrow().reveal());
    assertEquals(Optional.empty(), find("none"));
  }

  @Test
  void refusesAFileThatOthersCanReadWithoutShowingIt() throws Exception {
    write("mail", "rw-r--r--");
    InvalidValueException refused = assertThrows(InvalidValueException.class, () -> find("mail"));
    assertEquals(
        "secret file "
            + folder.resolve("mail")
            + " can be read by others; mend it: chmod 600 "
            + folder.resolve("mail"),
        refused.getMessage());
  }

  @Test
  void refusesAFileThatOthersCanReplace() throws Exception {
    write("mail", "rw-------");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    InvalidValueException refused = assertThrows(InvalidValueException.class, () -> find("mail"));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("secret folder " + folder.toRealPath()),
        refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("mend it: chmod"));
  }

  @Test
  void refusesANameThatClimbs() {
    InvalidValueException refused = assertThrows(InvalidValueException.class, () -> find("../key"));
    assertTrue(String.valueOf(refused.getMessage()).contains("invalid name of a secret"));
  }
}
