package org.failovermon.dsl.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.jspecify.annotations.Nullable;

/**
 * Holds the classes of one compilation and knows the file of each. When it is discarded nothing of
 * the Groovy runtime refers to them any more. Thread-safe.
 */
public final class SourceLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
    LateMetaClass.install();
  }

  private final Map<String, byte[]> classes;
  private final Map<String, String> files;
  private final @Nullable SourceLoader library;

  /**
   * Makes one.
   *
   * @param parent sees the words
   * @param library where classes of the library are found, or null
   * @param classes bytes by name
   * @param files the file of each class, by the name of its outermost class
   */
  SourceLoader(
      ClassLoader parent,
      @Nullable SourceLoader library,
      Map<String, byte[]> classes,
      Map<String, String> files) {
    super(parent);
    this.library = library;
    this.classes = Map.copyOf(classes);
    this.files = Map.copyOf(files);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      if (library != null) {
        return library.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  /** The path of the file that a class was compiled from, or empty when it is none of these. */
  public String fileOf(String className) {
    int nested = className.indexOf('$');
    String outermost = nested < 0 ? className : className.substring(0, nested);
    String file = files.get(outermost);
    return file != null ? file : library == null ? "" : library.fileOf(outermost);
  }

  /** The names of its classes. */
  public java.util.Set<String> classNames() {
    return classes.keySet();
  }

  /** The bytes of one of its classes. */
  public byte[] bytesOf(String className) {
    byte[] bytes = classes.get(className);
    return bytes == null ? new byte[0] : bytes.clone();
  }

  /**
   * Loads and links all classes; executes nothing. Their meta classes are left to whoever asks:
   * statically compiled code does not, and a thousand inline blocks had 170 MiB of them.
   */
  public void warm() {
    for (String name : classes.keySet()) {
      try {
        Class<?> type = loadClass(name);
        var _ = type.getDeclaredMethods(); // links the class, and does not initialize it
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("a class that was compiled is gone", e);
      }
    }
  }

  /** Takes its classes out of the runtime's tables. */
  public void discard() {
    List<Class<?>> loaded = new ArrayList<>();
    for (String name : classes.keySet()) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> type = findLoadedClass(name);
        if (type != null) {
          loaded.add(type);
        }
      }
    }
    loaded.forEach(InvokerHelper::removeClass);
  }
}
