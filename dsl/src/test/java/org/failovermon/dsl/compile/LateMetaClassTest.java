package org.failovermon.dsl.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.GroovyObject;
import groovy.lang.GroovySystem;
import groovy.lang.MetaClass;
import groovy.lang.MetaClassImpl;
import groovy.lang.MissingMethodException;
import java.util.List;
import java.util.Map;
import org.failovermon.dsl.policy.PolicyScript;
import org.failovermon.dsl.words.PolicyWords;
import org.junit.jupiter.api.Test;

class LateMetaClassTest {
  private static final Dialect POLICY =
      new Dialect(PolicyScript.class, PolicyWords.class, "a policy", true, true);

  @Test
  void answersAsTheOneThatGroovyMakes() throws Exception {
    GroovyObject script = script("int twice(int n) { 2 * n }\n");
    MetaClass late = script.getMetaClass();
    assertFalse(late instanceof MetaClassImpl);
    assertEquals(script.getClass(), late.getTheClass());
    assertEquals(4, late.invokeMethod(script, "twice", new Object[] {2}));
    assertEquals(6, script.invokeMethod("twice", new Object[] {3}));
    assertFalse(late.respondsTo(script, "twice").isEmpty());
    assertThrows(
        MissingMethodException.class, () -> late.invokeMethod(script, "thrice", new Object[0]));
  }

  @Test
  void isEqualToItselfAlone() throws Exception {
    MetaClass one = script("monitor('a')\n").getMetaClass();
    MetaClass other = script("monitor('b')\n").getMetaClass();
    assertTrue(one.equals(one));
    assertFalse(one.equals(other));
    assertEquals(one.hashCode(), one.hashCode());
    assertNotNull(one.toString());
  }

  @Test
  void leavesOtherClassesAsTheyWere() {
    assertTrue(
        GroovySystem.getMetaClassRegistry().getMetaClass(List.class) instanceof MetaClassImpl);
  }

  private static GroovyObject script(String text) throws Exception {
    try (UnitCompiler compiler = new UnitCompiler(PolicyWords.class.getClassLoader())) {
      Unit unit =
          compiler.compile(
              List.of(new SourceFile("policies/a.groovy", text)), POLICY, Map.of(), null);
      assertTrue(unit.good(), () -> unit.problems().toString());
      SourceLoader loader = unit.load(compiler.parent(), null);
      return (GroovyObject)
          loader.loadClass(unit.mainClass()).getDeclaredConstructor().newInstance();
    }
  }
}
