package org.failovermon.dsl.manual;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.failovermon.dsl.compile.Nearest;
import org.failovermon.dsl.compile.WordBook;
import org.failovermon.dsl.words.Block;
import org.failovermon.dsl.words.Units;
import org.failovermon.dsl.words.Word;

/**
 * All words of policies and action scripts, read from their interfaces. The compiler reads the same
 * ones, so that the manual cannot say another thing. Immutable.
 */
public final class Manual {
  /** Where units stand. */
  private static final String NUMBER = "behind a number";

  private final List<Chapter> chapters;

  /** Reads the interfaces. */
  public Manual() {
    Map<Class<?>, List<String>> blocks = new LinkedHashMap<>();
    Map<Class<?>, List<Method>> words = new LinkedHashMap<>();
    for (Class<?> block : WordBook.BLOCKS) {
      words.computeIfAbsent(block, any -> new ArrayList<>());
      for (Method form : forms(block)) {
        Class<?> home = form.getDeclaringClass();
        List<Method> known = words.computeIfAbsent(home, any -> new ArrayList<>());
        if (!known.contains(form)) {
          known.add(form);
        }
        List<String> where = blocks.computeIfAbsent(home, any -> new ArrayList<>());
        String name = WordBook.of(block).name();
        if (!where.contains(name)) {
          where.add(name);
        }
      }
    }
    List<Chapter> read = new ArrayList<>();
    Map<List<String>, List<Method>> shared = new LinkedHashMap<>();
    words.forEach(
        (home, forms) -> {
          List<String> where = blocks.getOrDefault(home, List.of());
          Block said = home.getAnnotation(Block.class);
          if (said == null) {
            shared.computeIfAbsent(where, any -> new ArrayList<>()).addAll(forms);
          } else {
            read.add(
                new Chapter(
                    capital(said.name()),
                    said.meaning(),
                    said.opens(),
                    where,
                    entries(forms, where)));
          }
        });
    shared.forEach((where, forms) -> read.add(sharedBy(where, forms)));
    read.add(units());
    chapters = List.copyOf(read);
  }

  private static List<Method> forms(Class<?> block) {
    WordBook book = WordBook.of(block);
    return book.words().stream().flatMap(word -> book.forms(word).stream()).toList();
  }

  private static Chapter sharedBy(List<String> blocks, List<Method> forms) {
    String whose = blocks.size() > 3 ? "every block of a policy" : String.join(" and ", blocks);
    return new Chapter("Words of " + whose, "", "", blocks, entries(forms, blocks));
  }

  private static List<Entry> entries(List<Method> forms, List<String> blocks) {
    return forms.stream().map(form -> entry(form, blocks)).toList();
  }

  private static Entry entry(Method form, List<String> blocks) {
    Word word = form.getAnnotation(Word.class);
    return new Entry(
        WordBook.wordOf(form),
        blocks,
        word.meaning(),
        word.type(),
        word.range(),
        word.otherwise(),
        word.mandatory(),
        Arrays.stream(word.options()).map(Manual::choice).toList(),
        word.example());
  }

  private static Entry.Choice choice(Word.Option option) {
    return new Entry.Choice(
        option.name(), option.meaning(), option.type(), option.range(), option.otherwise());
  }

  private static Chapter units() {
    List<Entry> entries = new ArrayList<>();
    for (String unit : Units.TIMES) {
      entries.add(unit(unit, "A unit of time; makes a duration of a number.", "1." + unit));
    }
    for (String unit : Units.SIZES) {
      entries.add(unit(unit, "A unit of size; makes a size of a number.", "64." + unit));
    }
    return new Chapter(
        "Units", "Numbers with a unit: never a bare number.", "", List.of(), entries);
  }

  private static Entry unit(String unit, String meaning, String example) {
    return new Entry(
        unit, List.of(NUMBER), meaning, "", "", "", false, List.of(), "def value = " + example);
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** All chapters: blocks, outer ones first; words that several blocks share; units. */
  public List<Chapter> chapters() {
    return chapters;
  }

  /** Every form of a word in every block; empty when there is no such word. */
  public List<Entry> find(String word) {
    return chapters.stream()
        .flatMap(chapter -> chapter.entries().stream())
        .filter(entry -> entry.word().equals(word))
        .toList();
  }

  /** The block that a word opens, such as {@code monitor}, or empty. */
  public Optional<Chapter> opened(String word) {
    return chapters.stream()
        .filter(chapter -> !word.isEmpty() && chapter.opens().equals(word))
        .findFirst();
  }

  /** Every word once, sorted. */
  public SortedSet<String> words() {
    SortedSet<String> all = new TreeSet<>();
    chapters.forEach(chapter -> chapter.entries().forEach(entry -> all.add(entry.word())));
    return all;
  }

  /** The word that somebody probably meant. */
  public Optional<String> nearest(String word) {
    return Nearest.to(word, words());
  }

  /**
   * All words that can stand in a block, its own and those that it shares, sorted.
   *
   * @param name as {@link Chapter#blocks()} has it
   */
  public SortedSet<String> wordsOf(String name) {
    SortedSet<String> all = new TreeSet<>();
    for (Chapter chapter : chapters) {
      if (chapter.blocks().contains(name)) {
        chapter.entries().forEach(entry -> all.add(entry.word()));
      }
    }
    return all;
  }
}
