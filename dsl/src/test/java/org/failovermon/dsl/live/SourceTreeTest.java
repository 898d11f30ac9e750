package org.failovermon.dsl.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as a source, and what is said of what does not. */
class SourceTreeTest {
  private static final String TEXT = "monitor('hostA') { every 60.seconds }\n";

  @TempDir Path folder;
  private Installation home = new Installation(Path.of("."));

  @BeforeEach
  void makeHome() throws Exception {
    Files.createDirectory(folder.resolve("home"));
    Installation.mode(folder.resolve("home"), "rwxr-xr-x");
    home = new Installation(folder.resolve("home"));
  }

  private Sources read() {
    return home.read(home.tree());
  }

  private Set<String> paths() {
    Sources sources = read();
    assertEquals(List.of(), sources.problems());
    return sources.files().keySet();
  }

  private FileProblem onlyProblem() {
    List<FileProblem> problems = read().problems();
    assertEquals(1, problems.size(), problems.toString());
    return problems.getFirst();
  }

  @Test
  void readsGroovyAtAnyDepthAndProgramsThatAreText() {
    home.folder("policies/lib");
    home.folder("policies/site/north");
    home.write("policies/mail.groovy", TEXT);
    home.write("policies/lib/Names.groovy", "class Names {}\n");
    home.write("policies/site/north/web.groovy", TEXT);
    home.write("policies/README.md", "about\n");
    home.write("scripts/lost-pulse/take.groovy", "log 'x'\n");
    home.write("scripts/lost-pulse/take", "#!/bin/sh\ntrue\n");
    home.write("scripts/lost-pulse/binary", new byte[] {0x7f, 'E', 'L', 'F', 0});
    assertEquals(
        Set.of(
            "policies/lib/Names.groovy",
            "policies/mail.groovy",
            "policies/site/north/web.groovy",
            "scripts/lost-pulse/take",
            "scripts/lost-pulse/take.groovy"),
        paths());
  }

  @Test
  void ignoresWhatEditorsAndPackageManagersLeaveBehind() {
    home.write("policies/mail.groovy", TEXT);
    for (String name :
        List.of(
            "mail.groovy~",
            ".mail.groovy.swp",
            ".mail.groovy",
            "#mail.groovy#",
            ".#mail.groovy",
            "4913",
            "mail.groovy.bak",
            "mail.groovy.orig",
            "mail.groovy.rej",
            "mail.groovy.tmp",
            "mail.groovy.dpkg-old",
            "mail.groovy.rpmnew")) {
      home.write("policies/" + name, "nonsense (\n");
      home.write("scripts/lost-pulse/" + name, "#!nonsense\n");
    }
    home.folder("policies/.git");
    home.write("policies/.git/hook.groovy", TEXT);
    assertEquals(Set.of("policies/mail.groovy"), paths());
  }

  @Test
  void followsLinksToFilesAndFoldersAndEntersALoopOnce() throws Exception {
    Path store = Files.createDirectory(folder.resolve("store"));
    Installation.mode(store, "rwxr-xr-x");
    Files.writeString(store.resolve("web.groovy"), TEXT);
    Installation.mode(store.resolve("web.groovy"), "rw-r--r--");
    Files.createSymbolicLink(home.file("policies/site"), store);
    Files.createSymbolicLink(home.file("policies/one.groovy"), store.resolve("web.groovy"));
    Files.createSymbolicLink(store.resolve("self"), store);
    Files.createSymbolicLink(home.file("policies/up"), home.file("policies"));
    assertEquals(Set.of("policies/one.groovy", "policies/site/web.groovy"), paths());
  }

  @Test
  void saysThatALinkLeadsNowhere() throws Exception {
    Files.createSymbolicLink(home.file("policies/one.groovy"), folder.resolve("none"));
    assertEquals(
        "policies/one.groovy:1: the link "
            + home.file("policies/one.groovy")
            + " leads nowhere; remove it, or bring back what it led to",
        onlyProblem().toString());
  }

  @Test
  void namesTheLineWhereAFileIsNotUtf8() {
    home.write("policies/a.groovy", "// one\n// caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "policies/a.groovy:2: the text is not UTF-8: byte 0xE9 cannot be read; save it as UTF-8, as"
            + " with iconv -f ISO-8859-1 -t UTF-8",
        onlyProblem().toString());
  }

  @Test
  void refusesAFileThatIsTooLargeAndANameThatNobodyCanQuote() {
    home.write("policies/huge.groovy", new byte[SourceTree.MOST_BYTES + 1]);
    assertEquals(
        "policies/huge.groovy:1: the file is larger than 1 MiB, the most that a source may have;"
            + " split it",
        onlyProblem().toString());
    home.write("policies/huge.groovy", "");
    home.write("policies/my mail.groovy", TEXT);
    assertTrue(onlyProblem().message().contains("'my mail.groovy' has white space"));
  }

  @Test
  void refusesWhatOthersCanWriteAndNamesTheCommandThatMendsIt() throws Exception {
    home.write("policies/mail.groovy", TEXT);
    Path file = home.file("policies/mail.groovy");
    Installation.mode(file, "rw-r--rw-");
    assertEquals(
        "policy "
            + file.toRealPath()
            + " can be written by others (mode 0646), who could change what we run; mend it: chmod"
            + " o-w "
            + file.toRealPath(),
        onlyProblem().message());
    Installation.mode(file, "rw-r--r--");
    home.folder("policies/site");
    home.write("policies/site/web.groovy", TEXT);
    Installation.mode(home.file("policies"), "rwxr-xrwx");
    FileProblem problem = onlyProblem();
    assertEquals("policies", problem.path());
    assertTrue(problem.message().contains("chmod o-w " + home.file("policies").toRealPath()));
  }

  @Test
  void noticesThatTheRightsWereMended() {
    home.write("policies/mail.groovy", TEXT);
    SourceTree tree = home.tree();
    for (int i = 0; i < 5; i++) {
      home.read(tree);
    }
    Installation.mode(home.file("policies/mail.groovy"), "rw-rw-rw-");
    assertEquals(1, home.read(tree).problems().size());
    Installation.mode(home.file("policies/mail.groovy"), "rw-r--r--");
    assertEquals(List.of(), home.read(tree).problems());
    Installation.mode(home.file("policies"), "rwxrwxrwx");
    assertEquals(1, home.read(tree).problems().size());
    Installation.mode(home.file("policies"), "rwxr-xr-x");
    assertEquals(Set.of("policies/mail.groovy"), home.read(tree).files().keySet());
  }

  @Test
  void saysWhatIsUnreadable() throws Exception {
    Files.createSymbolicLink(home.file("policies/mem.groovy"), Path.of("/proc/self/mem"));
    Sources sources =
        new SourceTree(SourceRoot.ofFolder(home.file("policies"), null)).read(System.nanoTime());
    assertEquals(
        "[policies/mem.groovy:1: "
            + home.file("policies/mem.groovy")
            + " cannot be read: Input/output error]",
        sources.problems().toString());
  }

  @Test
  void saysThatTheFolderOfPoliciesIsGoneInsteadOfTakingItForEmpty() throws Exception {
    Files.delete(home.file("policies"));
    FileProblem problem = onlyProblem();
    assertEquals("policies", problem.path());
    assertTrue(problem.message().contains("does not exist"), problem.message());
  }

  @Test
  void noticesAnEditWhoseTimeWasSetBack() throws Exception {
    home.write("policies/mail.groovy", "a\n");
    FileTime before = Files.getLastModifiedTime(home.file("policies/mail.groovy"));
    SourceTree tree = home.tree();
    Sources first = Sources.EMPTY;
    for (int i = 0; i < 6; i++) {
      first = home.read(tree);
    }
    home.write("policies/mail.groovy", "b\n");
    Files.setLastModifiedTime(home.file("policies/mail.groovy"), before);
    assertEquals(List.of("policies/mail.groovy"), home.read(tree).changedAgainst(first));
  }

  @Test
  void readsAnUntouchedFileOnceItsStampIsOldEnough() {
    home.write("policies/mail.groovy", TEXT);
    SourceTree tree = home.tree();
    SourceText first = text(home.read(tree));
    for (int i = 0; i < 6; i++) {
      assertSame(first, text(home.read(tree)));
    }
    home.write("policies/mail.groovy", TEXT + "\n");
    assertNotEquals(first, text(home.read(tree)));
  }

  private static SourceText text(Sources sources) {
    return Objects.requireNonNull(sources.files().get("policies/mail.groovy"));
  }

  @Test
  void leavesOutScriptsThatOthersCanWriteWithoutAWordSinceTheirWatchSpeaksOfThem() {
    home.write("scripts/lost-pulse/take.groovy", "log 'x'\n");
    Installation.mode(home.file("scripts/lost-pulse/take.groovy"), "rw-rw-rw-");
    assertEquals(Set.of(), paths());
  }

  @Test
  void checksAFolderOfABuildWithoutAskingWhoMayWriteIt() {
    home.write("policies/mail.groovy", TEXT);
    Installation.mode(home.file("policies/mail.groovy"), "rw-rw-rw-");
    Installation.mode(home.file("policies"), "rwxrwxrwx");
    Sources sources =
        new SourceTree(SourceRoot.ofFolder(home.file("policies"), null)).read(System.nanoTime());
    assertEquals(List.of(), sources.problems());
    assertEquals(Set.of("policies/mail.groovy"), sources.files().keySet());
  }
}
