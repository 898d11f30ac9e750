package org.failovermon.dsl.policy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.Closure;
import groovy.lang.GroovyObject;
import groovy.lang.Script;
import groovy.transform.NamedParam;
import groovy.transform.NamedParams;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.failovermon.dsl.compile.WordBook;
import org.failovermon.dsl.words.ActionWords;
import org.failovermon.dsl.words.Block;
import org.failovermon.dsl.words.Word;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The words are what they say. */
final class WordsTest {
  /** What the compiler leads to the script although each closure or object has one of its own. */
  private static final Set<String> LED = Set.of("notify", "print", "println", "printf", "run");

  @Test
  void noWordBearsTheNameOfAMethodThatAClosureOrAScriptHas() {
    Set<String> taken = new TreeSet<>();
    for (Class<?> type : List.of(Closure.class, Script.class, Object.class, GroovyObject.class)) {
      for (Method method : type.getMethods()) {
        taken.add(method.getName());
      }
    }
    taken.removeAll(LED);
    List<String> captured = new ArrayList<>();
    for (Class<?> block : WordBook.BLOCKS) {
      for (String word : WordBook.of(block).words()) {
        if (taken.contains(word) || (LED.contains(word) && block != ActionWords.class)) {
          captured.add(block.getSimpleName() + "." + word);
        }
      }
    }
    assertEquals(List.of(), captured);
  }

  @Test
  void eachWordIsDocumentedWithEachOfItsOptions() {
    for (Class<?> block : WordBook.BLOCKS) {
      assertTrue(block.isAnnotationPresent(Block.class), block.getName());
      for (String word : WordBook.of(block).words()) {
        for (Method form : WordBook.of(block).forms(word)) {
          assertAll(block.getSimpleName() + "." + word, () -> documented(form));
        }
      }
    }
  }

  private static void documented(Method form) {
    Word word = form.getAnnotation(Word.class);
    assertTrue(word.meaning().endsWith("."), word.meaning());
    assertTrue(form.getParameterCount() == 0 || !word.type().isEmpty(), "it says what it takes");
    List<String> options =
        Arrays.stream(form.getParameters())
            .flatMap(each -> Stream.of(each.getAnnotationsByType(NamedParam.class)))
            .map(NamedParam::value)
            .toList();
    List<String> several =
        Arrays.stream(form.getParameters())
            .flatMap(each -> Stream.of(each.getAnnotationsByType(NamedParams.class)))
            .flatMap(each -> Stream.of(each.value()))
            .map(NamedParam::value)
            .toList();
    List<String> known = several.isEmpty() ? options : several;
    assertEquals(
        known, Arrays.stream(word.options()).map(Word.Option::name).toList(), "its options");
  }

  @Test
  void eachMethodOfABlockIsAWord() {
    for (Class<?> block : WordBook.BLOCKS) {
      for (Method method : block.getMethods()) {
        assertTrue(
            method.isAnnotationPresent(Word.class) || method.isDefault(),
            block.getSimpleName() + "." + method.getName());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> eachExampleCompilesInItsBlock() {
    PolicyCompiler compiler = new PolicyCompiler(Policies.SETTINGS);
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> block : WordBook.BLOCKS) {
      for (String word : WordBook.of(block).words()) {
        for (Method form : WordBook.of(block).forms(word)) {
          tests.add(
              DynamicTest.dynamicTest(
                  block.getSimpleName() + "." + form.getName() + " " + form.getParameterCount(),
                  () -> compiles(compiler, block, form.getAnnotation(Word.class).example())));
        }
      }
    }
    return tests.stream().onClose(compiler::close);
  }

  private static void compiles(PolicyCompiler compiler, Class<?> block, String example) {
    String text = Frames.around(block, example);
    try (Compiled compiled = compiler.compile(Policies.sources(text))) {
      assertTrue(compiled.good(), () -> Policies.texts(compiled) + "\n" + text);
    }
  }
}
