package org.failovermon.dsl.compile;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.failovermon.dsl.words.ActionWords;
import org.failovermon.dsl.words.Block;
import org.failovermon.dsl.words.CheckWords;
import org.failovermon.dsl.words.CodeWords;
import org.failovermon.dsl.words.DefaultsWords;
import org.failovermon.dsl.words.JobWords;
import org.failovermon.dsl.words.MaintenanceWords;
import org.failovermon.dsl.words.MonitorWords;
import org.failovermon.dsl.words.PolicyWords;
import org.failovermon.dsl.words.RuleWords;
import org.failovermon.dsl.words.Word;

/** The words of each block, read from their interfaces. Immutable. */
public final class WordBook {
  /** All blocks, outer ones first. */
  public static final List<Class<?>> BLOCKS =
      List.of(
          PolicyWords.class,
          DefaultsWords.class,
          MonitorWords.class,
          CheckWords.class,
          CodeWords.class,
          RuleWords.class,
          JobWords.class,
          MaintenanceWords.class,
          ActionWords.class);

  private static final Map<Class<?>, WordBook> BOOKS = new ConcurrentHashMap<>();

  private final String name;
  private final SortedMap<String, List<Method>> words = new TreeMap<>();

  private WordBook(Class<?> block) {
    Block said = block.getAnnotation(Block.class);
    if (said == null) {
      throw new IllegalArgumentException(block + " is not annotated as a block of words");
    }
    name = said.name();
    for (Method method : block.getMethods()) {
      if (method.isAnnotationPresent(Word.class)) {
        words.computeIfAbsent(wordOf(method), any -> new ArrayList<>()).add(method);
      }
    }
    for (List<Method> forms : words.values()) {
      forms.sort(
          java.util.Comparator.comparingInt(Method::getParameterCount)
              .thenComparing(Method::toGenericString));
    }
  }

  /** The book of an interface that is annotated as {@link Block}. */
  public static WordBook of(Class<?> block) {
    return BOOKS.computeIfAbsent(block, WordBook::new);
  }

  /** The word that a method makes: {@code getHeartbeat()} is {@code heartbeat}. */
  public static String wordOf(Method method) {
    String name = method.getName();
    if (method.getParameterCount() == 0
        && name.length() > 3
        && name.startsWith("get")
        && Character.isUpperCase(name.charAt(3))) {
      return Character.toLowerCase(name.charAt(3)) + name.substring(4);
    }
    return name;
  }

  /** The block as people call it: "a monitor block". */
  public String name() {
    return name;
  }

  /** Its words, sorted. */
  public List<String> words() {
    return List.copyOf(words.keySet());
  }

  /** Whether it has that word. */
  public boolean has(String word) {
    return words.containsKey(word);
  }

  /** The forms of a word, the shortest first; empty when there is no such word. */
  public List<Method> forms(String word) {
    return Collections.unmodifiableList(words.getOrDefault(word, List.of()));
  }

  /** What a word is like, for messages: its first example. */
  public String example(String word) {
    for (Method form : forms(word)) {
      return form.getAnnotation(Word.class).example();
    }
    return word;
  }

  /** The names of all blocks that have a word. */
  static List<String> blocksWith(String word) {
    return BLOCKS.stream()
        .map(WordBook::of)
        .filter(book -> book.has(word))
        .map(WordBook::name)
        .toList();
  }
}
