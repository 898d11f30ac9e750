package org.failovermon.engine.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("key");
  }

  private String refusal() {
    return assertThrows(KeyFileException.class, () -> KeyFile.load(file())).getMessage();
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void readsBackWhatItGenerated() throws Exception {
    KeyRing ring = KeyFile.generate(file());

    assertEquals(ring, KeyFile.load(file()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertTrue(Files.readString(file()).startsWith("# Keys of failovermon."));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file()), files.toList(), "nothing else is left behind");
    }
  }

  @Test
  void doesNotOverwriteAKeyWithoutBeingAskedTo() throws Exception {
    KeyRing ring = KeyFile.generate(file());

    String refusal =
        assertThrows(KeyFileException.class, () -> KeyFile.generate(file())).getMessage();

    assertTrue(refusal.contains("exists already") && refusal.contains("key rotate"), refusal);
    assertEquals(ring, KeyFile.load(file()));
  }

  @Test
  void keepsTheFormerKeyAsTheOlderWhenItRotates() throws Exception {
    KeyRing first = KeyFile.generate(file());

    KeyRing second = KeyFile.rotate(file());
    KeyRing third = KeyFile.rotate(file());

    assertEquals(List.of(second.newest(), first.newest()), second.keys());
    assertEquals(List.of(third.newest(), second.newest()), third.keys());
    assertEquals(List.of(third.newest()), KeyFile.dropOlder(file()).keys());
    assertEquals(third.withoutOlder(), KeyFile.load(file()));
  }

  @Test
  void refusesAFileThatOthersCanReadAndSaysHowToMendIt() throws Exception {
    KeyFile.generate(file());
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));

      String refusal = refusal();

      assertTrue(refusal.contains("is open to group or others"), refusal);
      assertTrue(refusal.endsWith("chmod 600 " + file()), refusal);
    }
  }

  @Test
  void refusesAFileThatBelongsToSomebodyElse() throws Exception {
    KeyFile.generate(file());
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "needs root, to give a file away");
    Files.setAttribute(file(), "unix:uid", 12345);

    String refusal = refusal();

    assertTrue(refusal.contains("belongs to user 12345"), refusal);
    assertTrue(refusal.contains("chown 0 "), refusal);
  }

  @Test
  void keepsTheOwnerWhenRootRotatesTheKeyOfADaemonThatIsNotRoot() throws Exception {
    KeyFile.generate(file());
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "needs root, to give a file away");
    Files.setAttribute(file(), "unix:gid", 12345);

    KeyFile.rotate(file());

    assertEquals(12345, Files.getAttribute(file(), "unix:gid"));
  }

  @Test
  void saysHowToMakeAFileThatIsMissing() {
    assertTrue(refusal().contains("failovermon key generate"));
    String folderMissing =
        assertThrows(KeyFileException.class, () -> KeyFile.generate(folder.resolve("no/such/key")))
            .getMessage();
    assertTrue(folderMissing.contains("its folder does not exist"), folderMissing);
  }

  @Test
  void namesTheLineThatIsWrongAndNeverRepeatsIt() throws Exception {
    KeyFile.generate(file());
    String line = Files.readAllLines(file()).getLast();
    String secret = line.split(" ", -1)[2];

    write("# comment\n" + secret + "\n");
    assertTrue(refusal().contains(file() + ":2: not a key"));
    assertFalse(refusal().contains(secret));

    String id = line.split(" ", -1)[1];
    write(line.replace(id, id.equals("00000000") ? "00000001" : "00000000"));
    assertTrue(refusal().contains("does not belong to its id"));
    assertFalse(refusal().contains(secret));

    write("key " + id + " @@@");
    assertTrue(refusal().contains("not base64"));
    write("key " + id + " AAAA");
    assertTrue(refusal().contains("3 bytes, it must have 32"));
    write(line + "\n" + line);
    assertTrue(refusal().contains("twice"));
    write("# nothing\n");
    assertTrue(refusal().contains("holds no key"));
    write((line + "\n").repeat(3));
    assertTrue(refusal().contains("holds 3 keys"));
  }

  @Test
  void neverShowsASecret() throws Exception {
    KeyRing ring = KeyFile.rotate(generated());
    List<String> lines = Files.readAllLines(file());

    for (String line : lines) {
      if (line.startsWith("key ")) {
        String secret = line.split(" ", -1)[2];
        assertFalse(ring.toString().contains(secret));
        assertFalse(ring.keys().toString().contains(secret));
      }
    }
    assertTrue(ring.toString().contains(ring.newest().shownId()));
  }

  private Path generated() throws KeyFileException {
    KeyFile.generate(file());
    return file();
  }

  @Test
  void followsTheFileAndKeepsGoodKeysWhileItIsBad() throws Exception {
    Keys keys = Keys.follow(generated());
    KeyRing before = keys.ring();
    assertFalse(keys.refresh(), "nothing has changed");

    KeyRing rotated = KeyFile.rotate(file());
    assertTrue(keys.refresh());
    assertEquals(rotated, keys.ring());
    assertNotEquals(before, keys.ring());

    write("damaged");
    assertFalse(keys.refresh());
    assertEquals(rotated, keys.ring());
    Files.delete(file());
    assertFalse(keys.refresh());
    assertEquals(rotated, keys.ring());

    KeyRing made = KeyFile.generate(file());
    assertTrue(keys.refresh());
    assertEquals(made, keys.ring());
  }
}
