package org.failovermon.dsl.compile;

import groovy.lang.GroovyClassLoader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.ClassNodeResolver;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.tools.GroovyClass;
import org.jspecify.annotations.Nullable;

/**
 * Compiles sources to bytes of classes. Nothing of a source is executed. One loader serves all
 * compilations, because Groovy builds its table of methods once for each. Thread-safe.
 */
public final class UnitCompiler implements AutoCloseable {
  /** Begins the name of the class of a script, so that none hides a word or another file. */
  static final String PREFIX = "s_";

  private static final int MOST_CHARACTERS = 1 << 20;

  private final ClassLoader parent;
  private final GroovyClassLoader loader;
  private final Map<String, Optional<ClassNode>> known = new ConcurrentHashMap<>();

  /** Makes one whose sources see what this loader sees. */
  public UnitCompiler(ClassLoader parent) {
    this.parent = parent;
    this.loader = new GroovyClassLoader(parent);
  }

  /** The loader that sees the words. */
  public ClassLoader parent() {
    return parent;
  }

  /**
   * Compiles files together.
   *
   * @param sources the files, at least one
   * @param dialect what they are compiled against
   * @param functions functions of the library by name, with the class that has each
   * @param library where classes of the library are found, or null
   */
  public Unit compile(
      Collection<SourceFile> sources,
      Dialect dialect,
      Map<String, String> functions,
      @Nullable SourceLoader library) {
    Map<String, SourceFile> byUnit = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (SourceFile source : sources) {
      if (source.text().length() > MOST_CHARACTERS) {
        problems.add(
            new Problem(
                source.path(),
                1,
                1,
                "the file has "
                    + source.text().length()
                    + " characters, at most "
                    + MOST_CHARACTERS
                    + " are read; split it, or use a loop",
                ""));
      } else {
        byUnit.put(unitName(source), source);
      }
    }
    if (!problems.isEmpty() || byUnit.isEmpty()) {
      return new Unit(Map.of(), Map.of(), null, problems);
    }
    Map<String, SourceFile> bracketed = new LinkedHashMap<>();
    byUnit.forEach(
        (name, source) ->
            bracketed.put(
                name, new SourceFile(source.path(), CommandBrackets.into(source.text()))));
    if (!bracketed.equals(byUnit)) {
      try {
        return generate(bracketed, dialect, functions, library);
      } catch (CompilationFailedException | LinkageError | StackOverflowError _) {
        // what is wrong is said of the text as it was written
      }
    }
    try {
      return generate(byUnit, dialect, functions, library);
    } catch (MultipleCompilationErrorsException e) {
      return failed(Findings.problems(byUnit, e));
    } catch (CompilationFailedException | LinkageError | StackOverflowError e) {
      SourceFile first = byUnit.values().iterator().next();
      return failed(
          List.of(
              Problem.at(
                  first,
                  1,
                  1,
                  e instanceof StackOverflowError
                      ? "the file nests too deeply; take it apart"
                      : "the file does not compile: " + e.getMessage())));
    }
  }

  private Unit generate(
      Map<String, SourceFile> byUnit,
      Dialect dialect,
      Map<String, String> functions,
      @Nullable SourceLoader library) {
    return classes(unit(byUnit, dialect, functions, library, Phases.CLASS_GENERATION), byUnit);
  }

  /**
   * What a file declares.
   *
   * @param source the file
   * @param dialect what it would be compiled against
   */
  public Outline outline(SourceFile source, Dialect dialect) {
    Map<String, SourceFile> byUnit = Map.of(unitName(source), source);
    try {
      CompilationUnit unit = unit(byUnit, dialect, Map.of(), null, Phases.CONVERSION);
      Set<String> classes = new TreeSet<>();
      Set<String> functions = new TreeSet<>();
      String script = "";
      int statement = 0;
      for (ModuleNode module : unit.getAST().getModules()) {
        for (ClassNode type : module.getClasses()) {
          if (type.isScript()) {
            Preparation.functionsOf(type).forEach(method -> functions.add(method.getName()));
            script = type.getName();
            statement = firstStatement(module);
          } else {
            classes.add(type.getNameWithoutPackage());
          }
        }
      }
      return new Outline(classes, functions, script, statement, List.of());
    } catch (MultipleCompilationErrorsException e) {
      return new Outline(Set.of(), Set.of(), "", 0, Findings.problems(byUnit, e));
    } catch (CompilationFailedException | StackOverflowError e) {
      return new Outline(
          Set.of(),
          Set.of(),
          "",
          0,
          List.of(Problem.at(source, 1, 1, "the file does not compile: " + e.getMessage())));
    }
  }

  private static int firstStatement(ModuleNode module) {
    return module.getStatementBlock().getStatements().stream()
        .mapToInt(org.codehaus.groovy.ast.stmt.Statement::getLineNumber)
        .filter(line -> line > 0)
        .findFirst()
        .orElse(0);
  }

  private static Unit failed(List<Problem> problems) {
    return new Unit(Map.of(), Map.of(), null, problems);
  }

  private CompilationUnit unit(
      Map<String, SourceFile> byUnit,
      Dialect dialect,
      Map<String, String> functions,
      @Nullable SourceLoader library,
      int phase) {
    CompilationUnit unit =
        new CompilationUnit(new SourceConfiguration(dialect, functions), null, loader);
    unit.setClassNodeResolver(new Resolver(library));
    byUnit.forEach((name, source) -> unit.addSource(name, source.text()));
    unit.compile(phase);
    return unit;
  }

  private static Unit classes(CompilationUnit unit, Map<String, SourceFile> byUnit) {
    Map<String, byte[]> classes = new TreeMap<>();
    for (GroovyClass compiled : unit.getClasses()) {
      classes.put(compiled.getName(), compiled.getBytes());
    }
    Map<String, String> files = new TreeMap<>();
    String main = null;
    for (ModuleNode module : unit.getAST().getModules()) {
      SourceFile source = byUnit.get(module.getContext().getName());
      for (ClassNode type : module.getClasses()) {
        files.put(type.getName(), source == null ? "" : source.path());
        if (type.isScript()) {
          main = type.getName();
        }
      }
    }
    return new Unit(classes, files, main, List.of());
  }

  /** The name that the compiler makes the class of the script from. */
  static String unitName(SourceFile source) {
    String name = source.name();
    String stem = name.endsWith(".groovy") ? name.substring(0, name.length() - 7) : name;
    return PREFIX
        + String.format("%08x", source.path().hashCode())
        + "_"
        + stem.replaceAll("[^A-Za-z0-9]", "_")
        + ".groovy";
  }

  /** The classes that a compilation consists of, for those who ask whether it is the same one. */
  public static List<Class<?>> parts() {
    return List.of(
        UnitCompiler.class,
        CommandBrackets.class,
        SourceConfiguration.class,
        Preparation.class,
        Checker.class,
        NamedOptions.class,
        Allowed.class,
        Reach.class);
  }

  @Override
  public void close() {
    loader.clearCache();
    try {
      loader.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Finds classes by loading them, and remembers those that are not there. */
  private final class Resolver extends ClassNodeResolver {
    private final @Nullable SourceLoader library;

    Resolver(@Nullable SourceLoader library) {
      this.library = library;
    }

    @Override
    public @Nullable LookupResult resolveName(String name, CompilationUnit unit) {
      return findClassNode(name, unit);
    }

    @Override
    public @Nullable LookupResult findClassNode(String name, CompilationUnit unit) {
      Optional<ClassNode> shared = known.computeIfAbsent(name, any -> load(any, parent));
      if (shared.isPresent()) {
        return new LookupResult(null, shared.get());
      }
      return library == null
          ? null
          : load(name, library).map(type -> new LookupResult(null, type)).orElse(null);
    }

    private static Optional<ClassNode> load(String name, ClassLoader from) {
      try {
        return Optional.of(ClassHelper.make(Class.forName(name, false, from)));
      } catch (ClassNotFoundException | NoClassDefFoundError e) {
        return Optional.empty(); // the compiler asks for many names that are none
      }
    }
  }
}
