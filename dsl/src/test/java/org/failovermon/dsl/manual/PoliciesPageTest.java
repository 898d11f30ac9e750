package org.failovermon.dsl.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.dsl.policy.CompilerSettings;
import org.failovermon.dsl.policy.PolicyCompiler;
import org.failovermon.engine.model.policy.Secret;
import org.junit.jupiter.api.Test;

/** The page on policies shows what compiles, and what it says of mistakes is what is said. */
final class PoliciesPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("failovermon.root", ".."), "docs", "policies.md");
  private static final Pattern GROOVY = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FILE = Pattern.compile("// ((?:policies|scripts)/\\S+\\.groovy).*");
  private static final Pattern MISTAKE =
      Pattern.compile("```groovy wrong\n(.*?)```.*?```\n(.*?)\n```", Pattern.DOTALL);

  /** The first line of an example names its file; all together are one installation. */
  @Test
  void allExamplesOfThePageTogetherAreOneInstallation() throws IOException {
    List<SourceFile> files = new ArrayList<>();
    Matcher block = GROOVY.matcher(Files.readString(PAGE));
    while (block.find()) {
      Matcher file = FILE.matcher(block.group(1).lines().findFirst().orElse(""));
      assertTrue(file.matches(), "names no file:\n" + block.group(1));
      files.add(new SourceFile(file.group(1), block.group(1)));
    }
    assertTrue(files.size() >= 8, "found " + files.size());
    assertEquals("", said(files));
  }

  @Test
  void theFirstPolicyOfTheReadmeCompiles() throws IOException {
    Matcher block = GROOVY.matcher(Files.readString(PAGE.resolveSibling("../README.md")));
    assertTrue(block.find());
    assertEquals("", said(List.of(new SourceFile("policies/a.groovy", block.group(1)))));
  }

  @Test
  void aMistakeIsToldAsThePageSays() throws IOException {
    Matcher mistake = MISTAKE.matcher(Files.readString(PAGE));
    assertTrue(mistake.find());
    assertEquals(
        mistake.group(2), said(List.of(new SourceFile("policies/web.groovy", mistake.group(1)))));
  }

  @Test
  void aFileThatNamesItsBaseClassForAnEditorCompiles() {
    assertEquals(
        "",
        said(
            List.of(
                new SourceFile(
                    "policies/a.groovy",
                    """
                    @groovy.transform.BaseScript org.failovermon.dsl.policy.PolicyScript policy
                    monitor('hostA') { every 60.seconds }
                    """),
                new SourceFile(
                    "scripts/lost-pulse/b.groovy",
                    """
                    import groovy.transform.BaseScript
                    import org.failovermon.dsl.action.ActionScriptBase
                    @BaseScript ActionScriptBase script
                    log host
                    """))));
  }

  @Test
  void anotherBaseClassIsRefused() {
    String said =
        said(
            List.of(
                new SourceFile(
                    "policies/a.groovy",
                    "@groovy.transform.BaseScript Script policy\nmonitor 'hostA'\n")));
    assertTrue(said.contains("@groovy.transform.BaseScript is not for a policy"), said);
  }

  private static String said(List<SourceFile> files) {
    CompilerSettings settings =
        CompilerSettings.BARE.withSecrets(name -> Optional.of(new Secret(name, "geheim")));
    try (PolicyCompiler compiler = new PolicyCompiler(settings);
        Compiled compiled = compiler.compile(SourceSet.of(files))) {
      return compiled.problems().stream().map(Problem::text).collect(Collectors.joining("\n"));
    }
  }
}
