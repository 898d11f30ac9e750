package org.failovermon.dsl.compile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.transform.stc.ExtensionMethodNode;

/**
 * What a policy or a script may call: its words, its own classes and those of the library, and the
 * values of Java and Groovy. This guides writers to the step that is recorded and bounded; it is no
 * sandbox. Pure.
 */
final class Allowed {
  private static final Pattern TYPES =
      Pattern.compile(
          "java\\.lang\\.(Object|String|CharSequence|StringBuilder|Math|StrictMath|Number|Byte|Short"
              + "|Integer|Long|Float|Double|Character|Boolean|Comparable|Iterable|Enum|Record|Void"
              + "|Throwable|[A-Za-z]*Exception|AssertionError|Appendable|Runnable)"
              + "|java\\.math\\.\\w+|java\\.time\\.[\\w.$]+|java\\.text\\.\\w+|java\\.net\\.URI"
              + "|java\\.nio\\.file\\.(Path|Paths)"
              + "|java\\.util\\.(Collection|SequencedCollection|SequencedMap|SequencedSet|List|Map"
              + "|Set|SortedMap|SortedSet|NavigableMap|NavigableSet|Queue|Deque|ArrayList"
              + "|LinkedList|ArrayDeque|PriorityQueue|HashMap|LinkedHashMap|TreeMap|EnumMap|HashSet"
              + "|LinkedHashSet|TreeSet|EnumSet|BitSet|Iterator|ListIterator|Comparator|Collections"
              + "|Arrays|Objects|Optional\\w*|StringJoiner|UUID|Locale|Base64|HexFormat|Date"
              + "|Abstract\\w+|[A-Za-z]*Exception|PrimitiveIterator)([$.]\\w+)*"
              + "|java\\.util\\.(regex|stream|function)\\.[\\w.$]+"
              + "|groovy\\.lang\\.(GString|IntRange|NumberRange|ObjectRange|EmptyRange|Range|Tuple\\d*"
              + "|Closure|GroovyObject|MapWithDefault)|groovy\\.transform\\.\\w+"
              + "|org\\.codehaus\\.groovy\\.runtime\\.GStringImpl"
              + "|org\\.failovermon\\.dsl\\.words\\.[\\w$.]+"
              + "|org\\.failovermon\\.engine\\.model\\.(InvalidValueException|Durations"
              + "|check\\.Probe[\\w$.]*|policy\\.(Trigger|Condition|RuleSpec)[\\w$.]*)"
              + "|org\\.failovermon\\.engine\\.action\\.ActionFailedException");

  private static final Set<String> EXTENSIONS =
      Set.of(
          "org.codehaus.groovy.runtime.DefaultGroovyMethods",
          "org.codehaus.groovy.runtime.ArrayGroovyMethods",
          "org.codehaus.groovy.runtime.StringGroovyMethods",
          "org.codehaus.groovy.runtime.EncodingGroovyMethods",
          "org.codehaus.groovy.vmplugin.v8.PluginDefaultGroovyMethods",
          "org.codehaus.groovy.vmplugin.v9.PluginDefaultGroovyMethods",
          "org.failovermon.dsl.words.Units");

  /** Methods that reach outside although they belong to a value. */
  private static final Set<String> METHODS =
      Set.of(
          "getClass",
          "notify",
          "notifyAll",
          "wait",
          "getMetaClass",
          "setMetaClass",
          "metaClass",
          "getMetaPropertyValues",
          "getProperties",
          "invokeMethod",
          "getProperty",
          "setProperty",
          "hasProperty",
          "respondsTo",
          "mixin",
          "use",
          "newInstance",
          "addShutdownHook",
          "dump",
          "getInteger",
          "getLong",
          "getBoolean",
          "setDefault",
          "parallel",
          "parallelStream",
          "toURL",
          "toFile",
          "toRealPath",
          "register",
          "getFileSystem",
          "printStackTrace",
          "setDelegate",
          "setResolveStrategy",
          "setDirective",
          "rehydrate",
          "dehydrate",
          "reveal",
          "finalize",
          "runAfter");

  private static final Set<String> PRINTS = Set.of("print", "println", "printf", "sprintf");

  /** What differs each time, and would be frozen in a policy when it is loaded. */
  private static final Set<String> CHANGING =
      Set.of("now", "random", "randomUUID", "shuffle", "systemUTC", "systemDefaultZone");

  private static final Map<String, String> INSTEAD_IN_SCRIPTS =
      Map.ofEntries(
          Map.entry(
              "execute", "run a program with exec, as in exec 'systemctl', 'start', 'postfix'"),
          Map.entry(
              "Process", "run a program with exec, as in exec 'systemctl', 'start', 'postfix'"),
          Map.entry("sleep", "wait with exec 'sleep', '5', which is ended at the deadline"),
          Map.entry("System.exit", "end the run with return, or as failed with fail 'why'"),
          Map.entry(
              "System",
              "use the words home, host, since, log; the environment of a run is fixed, see"
                  + " docs/scripts.md"),
          Map.entry("File", "let a program do it, as in exec 'cp', '-a', 'a', 'b'"),
          Map.entry(
              "Net", "let a program do it, as in exec 'curl', '-fsS', 'https://www.example.org/'"),
          Map.entry("Thread", "a script is one sequence of steps; write them one after the other"),
          Map.entry("Code", "write the steps into the script itself"),
          Map.entry("Reflection", "call methods by their names"));

  private static final Map<String, String> INSTEAD_IN_POLICIES =
      Map.ofEntries(
          Map.entry(
              "execute", "put it into a block that runs: action { exec 'program', 'argument' }"),
          Map.entry(
              "Process", "put it into a block that runs: action { exec 'program', 'argument' }"),
          Map.entry("sleep", "use every, deadline and cron to say when things happen"),
          Map.entry("System.exit", "leave the line out"),
          Map.entry(
              "System", "write the value down, or use secret('name') for what must not be shown"),
          Map.entry(
              "File",
              "write the value down, put it into policies/lib, or use secret('name') for what must"
                  + " not be shown"),
          Map.entry(
              "Net", "use a check, as in check('www') { http url: 'https://www.example.org/' }"),
          Map.entry(
              "Thread", "leave it out; what goes on at the same time is failovermon's to say"),
          Map.entry("Code", "write it into the file itself, or into policies/lib"),
          Map.entry("Reflection", "call methods by their names"));

  private Allowed() {}

  /** Why a call of this target is refused, with what to use instead, or empty. */
  static Optional<String> objection(MethodNode target, Dialect dialect) {
    String name = target.getName();
    if (target instanceof ExtensionMethodNode extension) {
      return ofExtension(extension.getExtensionMethodNode(), name, dialect);
    }
    ClassNode owner = target.getDeclaringClass();
    if (isOwn(owner)) {
      return Optional.empty();
    }
    if (owner.getName().equals(dialect.base().getName()) || isScript(owner)) {
      return ofScript(target, dialect);
    }
    if (name.equals("reveal") && owner.getName().endsWith(".Secret")) {
      return Optional.of(
          "a secret is not read in "
              + dialect.noun()
              + "; hand it to the option that takes it, as in password: secret('name')");
    }
    if (METHODS.contains(name) && !owner.getName().startsWith("org.failovermon.")) {
      return Optional.of(refusal(name, keyOfMethod(name, owner), dialect));
    }
    Optional<String> type = ofType(owner, name.equals("<init>") ? "new " : "", name, dialect);
    return type.isPresent() ? type : changing(name, owner.getName(), dialect);
  }

  /** Whether a method writes to the output. */
  static boolean prints(String method) {
    return PRINTS.contains(method);
  }

  /** Why a type is refused wherever it is named, or empty. */
  static Optional<String> ofType(ClassNode type, Dialect dialect) {
    return ofType(type, "", "", dialect);
  }

  private static Optional<String> ofType(
      ClassNode given, String prefix, String method, Dialect dialect) {
    ClassNode type = given;
    while (type.isArray()) {
      type = type.getComponentType();
    }
    String name = type.getName();
    if (isOwn(type)
        || org.codehaus.groovy.ast.ClassHelper.isPrimitiveType(type)
        || TYPES.matcher(name).matches()) {
      return Optional.empty();
    }
    String shown = prefix + type.getNameWithoutPackage().replace('$', '.');
    String call = prefix.isEmpty() && !method.isEmpty() ? shown + "." + method : shown;
    return Optional.of(refusal(call, keyOfType(name, method), dialect));
  }

  private static Optional<String> ofExtension(MethodNode method, String name, Dialect dialect) {
    String owner = method.getDeclaringClass().getName();
    if (PRINTS.contains(name)) {
      return name.equals("sprintf") ? Optional.empty() : Optional.of(noOutput(name, dialect));
    }
    if (!EXTENSIONS.contains(owner)) {
      return Optional.of(refusal(name, keyOfExtension(owner, name), dialect));
    }
    boolean ofAnything =
        method.getParameters().length > 0
            && method.getParameters()[0].getType().getName().equals("java.lang.Object");
    if (METHODS.contains(name) || (ofAnything && (name.equals("getAt") || name.equals("putAt")))) {
      return Optional.of(refusal(name, keyOfExtension(owner, name), dialect));
    }
    return changing(name, owner, dialect);
  }

  private static Optional<String> ofScript(MethodNode target, Dialect dialect) {
    String name = target.getName();
    boolean word =
        WordBook.of(dialect.words()).has(name)
            || name.equals(Preparation.NOTIFY)
            || name.equals(Preparation.LIBRARY)
            || name.equals("<init>")
            || (name.startsWith("get") && isGetterOfWord(name, dialect));
    if (word) {
      return Optional.empty();
    }
    if (PRINTS.contains(name)) {
      return dialect.acts() ? Optional.empty() : Optional.of(noOutput(name, dialect));
    }
    return Optional.of("'" + name + "' is not a word of " + dialect.noun() + "; remove it");
  }

  private static boolean isGetterOfWord(String name, Dialect dialect) {
    return name.length() > 3
        && WordBook.of(dialect.words())
            .has(Character.toLowerCase(name.charAt(3)) + name.substring(4));
  }

  private static Optional<String> changing(String name, String owner, Dialect dialect) {
    boolean changes = CHANGING.contains(name) && !owner.startsWith("org.failovermon.");
    return changes && !dialect.acts()
        ? Optional.of(
            "'"
                + name
                + "' gives another value each time, and a policy is read once; write the value"
                + " down")
        : Optional.empty();
  }

  private static String noOutput(String name, Dialect dialect) {
    return "'"
        + name
        + "' prints to nobody here; "
        + (dialect.acts()
            ? "write log 'text'"
            : "remove it, or use log 'text' in a block that runs");
  }

  private static String refusal(String shown, String key, Dialect dialect) {
    Map<String, String> advice = dialect.acts() ? INSTEAD_IN_SCRIPTS : INSTEAD_IN_POLICIES;
    String instead = advice.getOrDefault(key, "");
    return "'"
        + shown
        + "' is out of reach of "
        + dialect.noun()
        + ", which "
        + (dialect.acts() ? "acts through its words" : "only describes")
        + (instead.isEmpty() ? "" : "; " + instead);
  }

  private static String keyOfMethod(String name, ClassNode owner) {
    return switch (name) {
      case "toURL" -> "Net";
      case "toFile", "toRealPath", "register", "getFileSystem" -> "File";
      case "wait", "notify", "notifyAll", "parallel", "parallelStream" -> "Thread";
      case "getInteger", "getLong", "getBoolean", "setDefault", "addShutdownHook" -> "System";
      default -> owner.getName().equals("groovy.lang.Closure") ? "" : "Reflection";
    };
  }

  private static String keyOfExtension(String owner, String name) {
    String simple = owner.substring(owner.lastIndexOf('.') + 1);
    return switch (name) {
      case "execute" -> "execute";
      case "sleep" -> "sleep";
      case "start", "startDaemon", "runAfter" -> "Thread";
      case "toURL", "withSocket", "withStreams" -> "Net";
      default ->
          switch (simple) {
            case "ProcessGroovyMethods" -> "Process";
            case "ResourceGroovyMethods", "IOGroovyMethods", "NioExtensions" -> "File";
            case "SocketGroovyMethods" -> "Net";
            default -> "Reflection";
          };
    };
  }

  private static String keyOfType(String type, String method) {
    if (method.equals("sleep")) {
      return "sleep";
    }
    if (type.startsWith("java.util.concurrent.")
        || type.startsWith("java.lang.Thread")
        || type.startsWith("java.util.Timer")
        || type.equals("java.lang.Runnable")) {
      return "Thread";
    }
    if (type.startsWith("java.io.") || type.startsWith("java.nio.")) {
      return "File";
    }
    if (type.startsWith("java.net.") || type.startsWith("javax.net.")) {
      return "Net";
    }
    return switch (type) {
      case "java.lang.System" -> method.equals("exit") ? "System.exit" : "System";
      case "java.lang.Runtime" ->
          method.equals("exit") || method.equals("halt") ? "System.exit" : "Process";
      case "java.lang.Process", "java.lang.ProcessBuilder", "java.lang.ProcessHandle" -> "Process";
      case "java.util.Scanner", "java.util.Properties", "java.util.ResourceBundle" -> "File";
      case "groovy.util.Eval", "groovy.lang.GroovyShell", "groovy.lang.GroovyClassLoader" -> "Code";
      default -> "Reflection";
    };
  }

  /** A class of the same files, or of the library. */
  private static boolean isOwn(ClassNode type) {
    if (!type.isResolved()) {
      return !isScript(type) || type.isPrimaryClassNode();
    }
    return type.getTypeClass().getClassLoader() instanceof SourceLoader;
  }

  private static boolean isScript(ClassNode type) {
    return type.getName().equals("groovy.lang.Script");
  }
}
