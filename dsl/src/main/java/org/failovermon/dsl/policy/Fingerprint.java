package org.failovermon.dsl.policy;

import groovy.lang.GroovySystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.failovermon.dsl.action.ActionScriptBase;
import org.failovermon.dsl.compile.Hashes;
import org.failovermon.dsl.compile.UnitCompiler;
import org.failovermon.dsl.compile.WordBook;

/** Says which compiler this is, so that classes that another one made are not used. */
final class Fingerprint {
  /** Changes with Groovy, the JDK, and any class that the compiler or a block consists of. */
  static final String VALUE = value();

  private Fingerprint() {}

  private static String value() {
    List<String> parts = new ArrayList<>();
    parts.add(GroovySystem.getVersion());
    parts.add(Runtime.version().toString());
    List<Class<?>> classes = new ArrayList<>(WordBook.BLOCKS);
    classes.add(PolicyScript.class);
    classes.add(ActionScriptBase.class);
    classes.addAll(UnitCompiler.parts());
    for (Class<?> each : classes) {
      parts.add(hash(each));
    }
    return Hashes.of(parts.toArray(String[]::new));
  }

  private static String hash(Class<?> type) {
    String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream bytes = type.getResourceAsStream(name)) {
      return bytes == null ? type.getName() : Hashes.of(bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
