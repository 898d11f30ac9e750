package org.failovermon.dsl.policy;

import groovy.lang.Closure;
import groovy.lang.Reference;
import groovyjarjarasm.asm.ClassReader;
import groovyjarjarasm.asm.ClassVisitor;
import groovyjarjarasm.asm.ClassWriter;
import groovyjarjarasm.asm.FieldVisitor;
import groovyjarjarasm.asm.MethodVisitor;
import groovyjarjarasm.asm.Opcodes;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeSet;
import org.failovermon.dsl.compile.Hashes;
import org.failovermon.dsl.compile.SourceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the code of a closure is the same as that of another one: the same instructions,
 * wherever in the file they stand, with the same values of the variables around it. Where the file
 * has functions, all of the file counts, since the closure may call them. Pure.
 */
final class CodeIdentity {
  private CodeIdentity() {}

  static String of(Closure<?> code, Version version) {
    SourceLoader loader = Objects.requireNonNull(version.loader());
    String name = code.getClass().getName();
    StringBuilder all = new StringBuilder(loader.fileOf(name));
    if (version.usesLibrary() || hasFunctions(code.getThisObject())) {
      all.append(version.key()).append(name);
    } else {
      for (String each : new TreeSet<>(loader.classNames())) {
        if (each.equals(name) || each.startsWith(name + "$")) {
          all.append(instructions(loader.bytesOf(each)));
        }
      }
    }
    for (Field field : code.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        Object value = value(field, code);
        all.append(field.getName()).append('=').append(value);
        all.append('#').append(value == null ? 0 : value.hashCode()).append('\n');
      }
    }
    return Hashes.of(all.toString());
  }

  /**
   * The class without line numbers, without the counters in the names of closures, and without what
   * is computed from those.
   */
  private static String instructions(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new WithoutSerial(writer), ClassReader.SKIP_DEBUG);
    return new String(writer.toByteArray(), StandardCharsets.ISO_8859_1)
        .replaceAll("_closure\\d+", "_closure");
  }

  private static boolean hasFunctions(@Nullable Object script) {
    if (script == null) {
      return false;
    }
    for (var method : script.getClass().getDeclaredMethods()) {
      boolean own = !method.isSynthetic() && !method.getName().contains("$");
      if (own && !method.getName().equals("run") && !method.getName().equals("main")) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object value(Field field, Closure<?> code) {
    try {
      field.setAccessible(true);
      Object value = field.get(code);
      return value instanceof Reference<?> reference ? reference.get() : value;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a variable of a closure cannot be read", e);
    }
  }

  /** Leaves out the serial number that Groovy computes from the name of a closure's class. */
  private static final class WithoutSerial extends ClassVisitor {
    private @Nullable Object serial;

    WithoutSerial(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      if (name.equals("serialVersionUID")) {
        serial = value;
        return null;
      }
      return super.visitField(access, name, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitLdcInsn(Object value) {
          super.visitLdcInsn(value.equals(serial) ? Long.valueOf(0) : value);
        }
      };
    }
  }
}
