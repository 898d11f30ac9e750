package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.failovermon.dsl.compile.Nearest;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceLoader;
import org.failovermon.engine.model.InvalidValueException;
import org.failovermon.engine.model.RunKind;
import org.failovermon.engine.model.ScriptRef;
import org.failovermon.engine.model.policy.Secret;
import org.failovermon.engine.schedule.Cron;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of one policy file: collects what its words say, and what is wrong, with the place
 * of each. Used by one thread.
 */
final class Reading {
  /** Most definitions, of one file and of all of them. */
  static final int MOST_DEFINITIONS = 100_000;

  private static final int MOST_PROBLEMS = 100;
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final SourceFile source;
  private final Map<String, SourceFile> sources;
  private final Version version;
  private final SourceLoader loader;
  private final CompilerSettings settings;
  private final List<Draft.Definition> definitions = new ArrayList<>();
  private final List<Draft.Reference> references = new ArrayList<>();
  private final List<Draft.ScriptUse> scripts = new ArrayList<>();
  private final Map<String, Draft.Inline> blocks = new TreeMap<>();
  private final Map<String, Optional<Secret>> secrets = new TreeMap<>();
  private final Map<String, Spot> secretSpots = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Class<?>, Object> libraries = new HashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private Defaults defaults = Defaults.NONE;
  private @Nullable Spot defaultsSpot;

  /**
   * Begins one.
   *
   * @param source the file
   * @param sources all sources, by path
   * @param version its classes
   * @param settings of the installation
   */
  Reading(
      SourceFile source,
      Map<String, SourceFile> sources,
      Version version,
      CompilerSettings settings) {
    this.source = source;
    this.sources = sources;
    this.version = version;
    this.loader = Objects.requireNonNull(version.loader());
    this.settings = settings;
  }

  /** What was collected. */
  Draft draft() {
    return new Draft(definitions, references, scripts, blocks, secrets, secretSpots, problems);
  }

  /** Nothing more is taken: the file took too long. */
  void end() {
    over.set(true);
  }

  Defaults inherited() {
    return defaults;
  }

  CompilerSettings settings() {
    return settings;
  }

  // ---- the words of a file

  void defaults(Closure<?> block) {
    Spot spot = spot("defaults");
    if (defaultsSpot != null) {
      problem(
          spot,
          "'defaults' stands in line " + defaultsSpot.line() + " already; put both into one block");
      return;
    }
    if (!definitions.isEmpty()) {
      problem(
          spot,
          "'defaults' comes after the "
              + definitions.getFirst().kind()
              + " of line "
              + definitions.getFirst().spot().line()
              + ", which would not have them; move it to the top of the file");
      return;
    }
    defaultsSpot = spot;
    DefaultsBlock words = new DefaultsBlock(this);
    open(block, words);
    defaults = words.result();
  }

  void monitor(String host, @Nullable Closure<?> block) {
    MonitorBlock words = new MonitorBlock(this, host, spot("monitor"));
    if (block != null) {
      open(block, words);
    }
    words.finish();
  }

  void check(String name, Closure<?> block) {
    CheckBlock words = new CheckBlock(this, name, spot("check"));
    open(block, words);
    words.finish();
  }

  void rule(String name, Closure<?> block) {
    RuleBlock words = new RuleBlock(this, name, spot("rule"));
    open(block, words);
    words.finish();
  }

  void job(String name, Closure<?> block) {
    JobBlock words = new JobBlock(this, name, spot("job"));
    open(block, words);
    words.finish();
  }

  void maintenance(String name, Closure<?> block) {
    MaintenanceBlock words = new MaintenanceBlock(this, name, spot("maintenance"));
    open(block, words);
    words.finish();
  }

  Secret secret(String name) {
    Spot spot = spot("secret");
    if (!SECRET.matcher(name).matches()) {
      problem(
          spot,
          "invalid name of a secret '" + name + "': 1 to 64 letters, digits, '.', '_' or '-'");
      return new Secret(name, "");
    }
    Optional<Secret> found = Optional.empty();
    try {
      found = settings.secrets().find(name);
      if (found.isEmpty()) {
        problem(
            spot,
            "there is no secret '"
                + name
                + "': neither the file "
                + settings.secrets().file(name)
                + " nor the environment variable "
                + Secret.variable(name)
                + " of the daemon is there; make the file, with mode 0600, or set the variable");
      }
    } catch (InvalidValueException e) {
      problem(spot, String.valueOf(e.getMessage()));
    }
    secrets.put(name, found);
    secretSpots.putIfAbsent(name, spot);
    return found.orElseGet(() -> new Secret(name, ""));
  }

  /** A file of the library, made for this evaluation. */
  <T> T library(Class<T> file) {
    Object known = libraries.get(file);
    if (known == null) {
      try {
        T made = file.getDeclaredConstructor().newInstance();
        if (made instanceof PolicyScript script) {
          script.bind(this);
        }
        libraries.put(file, made);
        known = made;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a file of the library cannot be made", e);
      }
    }
    return file.cast(known);
  }

  // ---- for the blocks

  /** Evaluates a block against its words. */
  static void open(Closure<?> block, Object words) {
    block.setResolveStrategy(Closure.DELEGATE_ONLY);
    block.setDelegate(words);
    block.call();
  }

  /** What the code of a closure is, with the values that it was given. */
  String identity(Closure<?> code) {
    return CodeIdentity.of(code, version);
  }

  /** Takes a finished definition. */
  void define(Draft.Definition definition) {
    stopIfOver();
    if (definitions.size() >= MOST_DEFINITIONS) {
      problem(
          definition.spot(),
          "this file describes more than "
              + MOST_DEFINITIONS
              + " things; look for a loop that does not end");
      throw new Stop();
    }
    definitions.add(definition);
  }

  void refer(Draft.Target target, String name, Spot spot) {
    references.add(new Draft.Reference(target, name, spot));
  }

  /** Reads the name of an action script, or null when it is none. */
  @Nullable ScriptRef script(String name, RunKind kind, Spot spot) {
    try {
      ScriptRef script = new ScriptRef(name);
      scripts.add(new Draft.ScriptUse(script, kind, spot));
      return script;
    } catch (InvalidValueException e) {
      problem(spot, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Takes an action script in place. */
  @Nullable ScriptRef inline(String name, Closure<?> code, Spot spot) {
    try {
      ScriptRef script = new ScriptRef(source.path() + "#" + name);
      blocks.put(script.text(), new Draft.Inline(code, spot));
      return script;
    } catch (InvalidValueException e) {
      problem(spot, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Reads a cron expression, or null when it is none. */
  @Nullable String cron(String expression, Spot spot) {
    Optional<String> problem = Cron.problem(expression);
    problem.ifPresent(text -> problem(spot, text));
    return problem.isPresent() ? null : expression.strip();
  }

  /** Reads the name of a time zone, or null when it is none. */
  @Nullable ZoneId zone(String name, Spot spot) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      problem(
          spot,
          "there is no time zone '"
              + name
              + "'"
              + Nearest.to(name, ZoneId.getAvailableZoneIds())
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse("; write one as in 'Europe/Berlin' or 'UTC'"));
      return null;
    }
  }

  // ---- places and problems

  /** Where the policy says the word that is being carried out. */
  Spot spot(String word) {
    stopIfOver();
    return WALKER.walk(
        frames -> {
          Spot found = null;
          for (var frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
            String file = loader.fileOf(frame.getClassName());
            if (!file.isEmpty() && frame.getLineNumber() > 0) {
              Spot here = new Spot(file, frame.getLineNumber(), word);
              found = found == null ? here : found;
              if (file.equals(source.path())) {
                return new Spot(found.file(), found.line(), word, here.place());
              }
            }
          }
          return found == null ? new Spot(source.path(), 1, word) : found;
        });
  }

  /** Says what is wrong with a word. */
  void problem(Spot spot, String message) {
    if (problems.size() >= MOST_PROBLEMS) {
      throw new Stop();
    }
    problems.add(place(spot, message));
  }

  private Problem place(Spot spot, String message) {
    SourceFile file = sources.getOrDefault(spot.file(), source);
    return problem(file, spot, message);
  }

  /** A problem at a word, whose column is looked for in its line. */
  static Problem problem(SourceFile file, Spot spot, String message) {
    Problem whole = Problem.at(file, spot.line(), 1, message);
    Matcher word =
        Pattern.compile("(?<![\\w$])" + Pattern.quote(spot.word()) + "(?![\\w$])")
            .matcher(whole.sourceLine());
    int column =
        !spot.word().isEmpty() && word.find()
            ? word.start() + 1
            : whole.sourceLine().length() - whole.sourceLine().stripLeading().length() + 1;
    return new Problem(whole.file(), whole.line(), column, message, whole.sourceLine());
  }

  /** Says what came out of the evaluation. */
  void failed(Throwable thrown) {
    if (thrown instanceof Stop) {
      return;
    }
    Spot spot = new Spot(source.path(), 1, "");
    for (StackTraceElement frame : thrown.getStackTrace()) {
      String file = loader.fileOf(frame.getClassName());
      if (!file.isEmpty() && frame.getLineNumber() > 0) {
        spot = new Spot(file, frame.getLineNumber(), "");
        break;
      }
    }
    problems.add(place(spot, Thrown.describe(thrown, settings.evaluation())));
  }

  private void stopIfOver() {
    if (over.get()) {
      throw new Stop();
    }
  }

  /** Ends the evaluation; what is wrong was said. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("the evaluation has ended", null, false, false);
    }
  }
}
