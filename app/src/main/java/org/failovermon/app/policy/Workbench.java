package org.failovermon.app.policy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.failovermon.app.Refusal;
import org.failovermon.app.home.Home;
import org.failovermon.app.home.Install;
import org.failovermon.dsl.GroovyScripts;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.dsl.live.FileProblem;
import org.failovermon.dsl.live.SourceRoot;
import org.failovermon.dsl.live.SourceTree;
import org.failovermon.dsl.live.Sources;
import org.failovermon.dsl.policy.Compiled;
import org.failovermon.dsl.policy.CompilerSettings;
import org.failovermon.dsl.policy.PolicyCompiler;
import org.failovermon.engine.action.ScriptJudge;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.jspecify.annotations.Nullable;

/**
 * Where policies are read and compiled, without any effect: for the daemon and for commands. Not
 * thread-safe.
 */
public final class Workbench implements AutoCloseable {
  private final List<SourceRoot> roots;
  private final PolicyCompiler compiler;
  private final CompilerSettings.Secrets secrets;

  /** Files of the recorded version that is being compiled; null while it is what lies on disk. */
  private volatile @Nullable Map<String, String> version;

  private Workbench(List<SourceRoot> roots, CompilerSettings settings) {
    this.roots = roots;
    this.secrets = settings.secrets();
    CompilerSettings.Scripts onDisk = settings.scripts();
    this.compiler =
        new PolicyCompiler(
            settings.withScripts(
                (script, kind) ->
                    isThereWithIt(script, kind) ? Optional.empty() : onDisk.problem(script, kind)));
  }

  /** A version has its own scripts; one that it does not hold means the shipped one. */
  private boolean isThereWithIt(ScriptRef script, RunKind kind) {
    Map<String, String> files = version;
    return files != null
        && (files.containsKey("scripts/" + kind.folder() + "/" + script.text())
            || shipped(script, kind));
  }

  private static boolean shipped(ScriptRef script, RunKind kind) {
    return !script.text().startsWith("/")
        && script.text().endsWith(".groovy")
        && Files.isRegularFile(Install.scripts().resolve(kind.folder()).resolve(script.text()));
  }

  /**
   * The workbench of an installation.
   *
   * @param scripts judges names of scripts
   * @param environment where secrets are looked for that have no file
   */
  public static Workbench of(
      Home home, CompilerSettings.Scripts scripts, Map<String, String> environment) {
    return new Workbench(
        SourceRoot.ofInstallation(
            home.policies(), home.scripts(), List.of(home.state(), home.config(), Install.root())),
        CompilerSettings.BARE
            .withSecrets(new SecretFiles(home.secrets(), environment))
            .withScripts(scripts));
  }

  /** The same with a cache of compiled classes, which only the daemon may fill. */
  public static Workbench cached(
      Home home, CompilerSettings.Scripts scripts, Map<String, String> environment) {
    return new Workbench(
        SourceRoot.ofInstallation(
            home.policies(), home.scripts(), List.of(home.state(), home.config(), Install.root())),
        CompilerSettings.BARE
            .withCache(home.classes())
            .withSecrets(new SecretFiles(home.secrets(), environment))
            .withScripts(scripts));
  }

  /**
   * The workbench of a folder that is no installation, as in a build. It has {@code policies/} and
   * perhaps {@code scripts/}, or is the folder of policies itself. Secrets are taken as given.
   *
   * @throws Refusal when there is no such folder
   */
  public static Workbench ofFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw Refusal.notDone(folder + " is not a folder; name one with policies in it");
    }
    Path policies = folder.resolve(SourceRoot.POLICIES);
    Path scripts = folder.resolve(SourceRoot.SCRIPTS);
    boolean installation = Files.isDirectory(policies);
    return new Workbench(
        SourceRoot.ofFolder(
            installation ? policies : folder,
            installation && Files.isDirectory(scripts) ? scripts : null),
        CompilerSettings.BARE
            .withSecrets(
                name ->
                    Optional.of(new org.failovermon.engine.model.policy.Secret(name, "unknown")))
            .withScripts(
                (script, kind) ->
                    Path.of(script.text()).isAbsolute()
                        ? Optional.empty() // of the machine that it is for, which this is not
                        : missing(script, kind, List.of(scripts, Install.scripts()))));
  }

  /**
   * Judges the scripts that policies of an installation name, for the daemon and for commands
   * alike. What lies in {@code scripts/} is compiled with the policies, so only a source elsewhere
   * is here.
   *
   * @param compile why a source does not compile, or empty
   */
  public static CompilerSettings.Scripts scriptsOf(
      Home home, Function<Path, Optional<String>> compile) {
    ScriptJudge judge =
        new ScriptJudge(home.state(), home.scripts(), Install.scripts(), Workbench::isSource);
    return (script, kind) -> {
      Path named = Path.of(script.text());
      return judge
          .problem(script, kind)
          .or(
              () ->
                  named.isAbsolute() && isSource(named) ? compile.apply(named) : Optional.empty());
    };
  }

  /** The same without a daemon: each source is compiled once. */
  public static CompilerSettings.Scripts scriptsOf(Home home) {
    Map<Path, Optional<String>> compiled = new HashMap<>();
    return scriptsOf(
        home,
        file ->
            compiled.computeIfAbsent(
                file,
                each -> {
                  try (GroovyScripts groovy = new GroovyScripts()) {
                    return groovy.problem(each);
                  }
                }));
  }

  private static boolean isSource(Path file) {
    return file.getFileName().toString().endsWith(".groovy");
  }

  private static Optional<String> missing(ScriptRef script, RunKind kind, List<Path> folders) {
    Path named = Path.of(script.text());
    List<Path> places =
        named.isAbsolute()
            ? List.of(named)
            : folders.stream().map(each -> each.resolve(kind.folder()).resolve(named)).toList();
    return places.stream().anyMatch(Files::isRegularFile)
        ? Optional.empty()
        : Optional.of(
            "there is no file "
                + String.join(" or ", places.stream().map(Path::toString).toList())
                + "; put it there, or give an absolute path");
  }

  /** The folders that sources are read from. */
  public List<SourceRoot> roots() {
    return roots;
  }

  /** Where policies find their secrets. */
  CompilerSettings.Secrets secrets() {
    return secrets;
  }

  /** What lies on disk now. */
  public Sources onDisk() {
    return new SourceTree(roots).read(System.nanoTime());
  }

  /** Compiles what was read; what could not be read is a problem of the result. */
  public Compiled compile(Sources sources) {
    SourceSet set = set(sources.texts());
    for (FileProblem problem : sources.problems()) {
      set = set.withProblem(new Problem(problem.path(), problem.line(), 1, problem.message(), ""));
    }
    return compiler.compile(set);
  }

  /** Compiles texts by path, as of a recorded version; a script that it holds need not be there. */
  public Compiled compile(Map<String, String> texts) {
    version = texts;
    try {
      return compiler.compile(set(texts));
    } finally {
      version = null;
    }
  }

  private static SourceSet set(Map<String, String> texts) {
    List<SourceFile> files = new ArrayList<>();
    texts.forEach(
        (path, text) -> {
          if (path.endsWith(".groovy")) { // programs are no sources of the compiler
            files.add(new SourceFile(path, text));
          }
        });
    return SourceSet.of(files);
  }

  @Override
  public void close() {
    compiler.close();
  }
}
