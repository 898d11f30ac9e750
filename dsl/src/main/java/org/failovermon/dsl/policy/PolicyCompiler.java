package org.failovermon.dsl.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.failovermon.dsl.ScriptCompiler;
import org.failovermon.dsl.compile.Dialect;
import org.failovermon.dsl.compile.Hashes;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceSet;
import org.failovermon.dsl.compile.Unit;
import org.failovermon.dsl.compile.UnitCompiler;
import org.failovermon.dsl.words.PolicyWords;
import org.failovermon.engine.linux.BackgroundThreads;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.policy.PolicySet;
import org.failovermon.engine.model.policy.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Compiles, evaluates and links the policies of an installation, and compiles its action scripts.
 * What did not change since the last time, nor anything it depends on, is taken as it was: its
 * classes and its values are the very same objects. Thread-safe; one set is compiled at a time.
 */
public final class PolicyCompiler implements AutoCloseable {
  private static final Dialect POLICY =
      new Dialect(PolicyScript.class, PolicyWords.class, "a policy", true, true);

  private final CompilerSettings settings;
  private final UnitCompiler compiler = new UnitCompiler(PolicyWords.class.getClassLoader());
  private final Evaluator evaluator;
  private final @Nullable ClassCache cache;
  private final ExecutorService workers;
  private Map<String, Entry> entries = Map.of();
  private @Nullable Library library;

  /**
   * A file as it was compiled last.
   *
   * @param version its classes
   * @param draft what it says, or null for what is not evaluated
   */
  private record Entry(Version version, @Nullable Draft draft) {}

  /** Makes one; the first set that it compiles takes longest. */
  public PolicyCompiler(CompilerSettings settings) {
    this.settings = settings;
    this.evaluator = new Evaluator(settings);
    this.cache = settings.cache() == null ? null : new ClassCache(settings.cache());
    this.workers =
        Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors()),
            BackgroundThreads.named("policy-compiler"));
  }

  /**
   * Compiles a set. Nothing of it has an effect.
   *
   * @param sources all sources of the installation
   * @return what came of it; the caller closes it when it is not in force any more
   */
  public synchronized Compiled compile(SourceSet sources) {
    Map<String, SourceFile> files = sources.files();
    Library shared = library(files.values());
    Map<String, Entry> fresh = new TreeMap<>();
    Map<String, Future<Entry>> making = new TreeMap<>();
    Set<SourceFile> broken = new HashSet<>();
    for (SourceFile file : files.values()) {
      if (file.role() == SourceFile.Role.LIBRARY) {
        continue;
      }
      String dependencies =
          file.role() == SourceFile.Role.SCRIPT ? "" : shared.dependencies(file.text());
      if (!dependencies.isEmpty() && !shared.version().unit().good()) {
        broken.add(file); // what is wrong with the library is said there
        continue;
      }
      making.put(file.path(), workers.submit(entry(file, dependencies, shared, files)));
    }
    making.forEach((path, entry) -> fresh.put(path, await(entry)));
    Map<String, Entry> before = entries;
    entries = fresh;
    before.forEach(
        (path, entry) -> {
          Entry now = fresh.get(path);
          if (now == null || now.version() != entry.version()) {
            entry.version().release();
          }
        });
    if (cache != null) {
      cache.keep(fresh.values().stream().map(entry -> entry.version().key()).toList());
    }
    return link(sources, shared, broken);
  }

  private Library library(Collection<SourceFile> files) {
    List<SourceFile> ofLibrary =
        files.stream().filter(file -> file.role() == SourceFile.Role.LIBRARY).toList();
    Library before = library;
    if (before != null && before.identity().equals(Library.identityOf(ofLibrary))) {
      return before;
    }
    Library fresh = new Library(ofLibrary, compiler);
    library = fresh;
    if (before != null) {
      before.version().release();
    }
    return fresh;
  }

  private Callable<Entry> entry(
      SourceFile file, String dependencies, Library shared, Map<String, SourceFile> files) {
    Entry before = entries.get(file.path());
    return () -> {
      String key = Hashes.of(Fingerprint.VALUE, file.path(), file.text(), dependencies);
      Version version =
          before != null && before.version().key().equals(key)
              ? before.version()
              : version(file, key, dependencies, shared);
      if (file.role() == SourceFile.Role.SCRIPT || version.loader() == null) {
        return new Entry(version, null);
      }
      Draft known = before != null && before.version() == version ? before.draft() : null;
      return new Entry(
          version, known != null && stillSo(known) ? known : evaluator.evaluate(version, files));
    };
  }

  private Version version(SourceFile file, String key, String dependencies, Library shared) {
    Unit unit = cache == null ? null : cache.get(key);
    if (unit == null) {
      unit = unit(file, shared);
      if (cache != null && unit.good()) {
        cache.put(key, unit);
      }
    }
    return new Version(
        file, key, unit, compiler.parent(), dependencies.isEmpty() ? null : shared.version());
  }

  private Unit unit(SourceFile file, Library shared) {
    if (file.role() == SourceFile.Role.POLICY) {
      return compiler.compile(List.of(file), POLICY, shared.functions(), shared.version().loader());
    }
    Unit unit = compiler.compile(List.of(file), ScriptCompiler.DIALECT, Map.of(), null);
    return unit.good() && unit.mainClass() == null
        ? new Unit(
            Map.of(),
            Map.of(),
            null,
            List.of(
                Problem.at(
                    file, 1, 1, "the file only defines a class; an action script has statements")))
        : unit;
  }

  /** Whether the secrets are as they were when the file was evaluated. */
  private boolean stillSo(Draft draft) {
    for (Map.Entry<String, Optional<Secret>> each : draft.secrets().entrySet()) {
      Optional<Secret> now;
      try {
        now = settings.secrets().find(each.getKey());
      } catch (InvalidValueException e) {
        return false; // the evaluation says why it must not be used
      }
      if (!now.equals(each.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static Entry await(Future<Entry> entry) {
    try {
      return entry.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the policies were being compiled when we were stopped", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a policy could not be compiled", e.getCause());
    }
  }

  private Compiled link(SourceSet sources, Library shared, Set<SourceFile> broken) {
    Set<Problem> problems = new TreeSet<>(sources.unread());
    problems.addAll(shared.problems());
    List<Draft> drafts = new ArrayList<>();
    List<Version> held = new ArrayList<>();
    Map<String, Inlined> blocks = new HashMap<>();
    Map<String, Version> scripts = new TreeMap<>();
    Map<String, Secret> secrets = new HashMap<>();
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      Version version = each.getValue().version();
      Draft draft = each.getValue().draft();
      if (Objects.requireNonNull(version.source()).role() == SourceFile.Role.SCRIPT) {
        scripts.put(each.getKey(), version);
        continue;
      }
      problems.addAll(version.problems());
      if (draft == null) {
        if (!version.problems().isEmpty()) {
          broken.add(Objects.requireNonNull(version.source()));
        }
        continue;
      }
      problems.addAll(draft.problems());
      if (!draft.problems().isEmpty()) {
        broken.add(Objects.requireNonNull(version.source()));
      }
      drafts.add(draft);
      draft.secrets().forEach((name, secret) -> secret.ifPresent(it -> secrets.put(name, it)));
      held.add(version.hold());
      draft.blocks().forEach((name, block) -> blocks.put(name, new Inlined(version, block)));
    }
    Linker linker = new Linker(sources.files(), broken, settings.scripts());
    linker.link(drafts);
    problems.addAll(linker.problems());
    Set<String> names = UsedScripts.of(linker.set());
    Map<String, ScriptFile> files = new HashMap<>();
    Set<Problem> remarks = new TreeSet<>();
    scripts.forEach(
        (path, version) -> {
          if (names.contains(path)) {
            problems.addAll(version.problems());
            files.put(path, new ScriptFile(path, version.hold()));
            held.add(version);
          } else {
            remarks.addAll(version.problems());
          }
        });
    boolean good = problems.isEmpty();
    return new CompiledPolicies(
        new CompiledPolicies.Found(
            List.copyOf(problems),
            List.copyOf(remarks),
            good ? linker.set() : PolicySet.EMPTY,
            blocks,
            good ? files : Map.of(),
            good ? names : Set.of(),
            secrets,
            held));
  }

  /** The loader of a file's classes as it was compiled last, or null. */
  synchronized @Nullable ClassLoader loaderOf(String path) {
    Entry entry = entries.get(path);
    return entry == null ? null : entry.version().loader();
  }

  @Override
  public synchronized void close() {
    workers.shutdownNow();
    entries.values().forEach(entry -> entry.version().release());
    entries = Map.of();
    Library last = library;
    library = null;
    if (last != null) {
      last.version().release();
    }
    compiler.close();
  }
}
