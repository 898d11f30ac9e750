package org.failovermon.dsl.policy;

import java.util.List;
import org.failovermon.dsl.compile.Problem;
import org.failovermon.dsl.compile.SourceFile;
import org.failovermon.dsl.compile.SourceLoader;
import org.failovermon.dsl.compile.Unit;
import org.jspecify.annotations.Nullable;

/**
 * One compiled version of a file, or of the library as a whole. Whoever uses it holds it; when
 * nobody does any more, its classes are taken out of the runtime's tables. Thread-safe.
 */
final class Version {
  private final @Nullable SourceFile source;
  private final String key;
  private final Unit unit;
  private final @Nullable SourceLoader loader;
  private final @Nullable Version library;
  private int holders = 1;
  private boolean warmed;

  /**
   * Made by its first holder.
   *
   * @param source the file, or null for the library
   * @param key says what it was compiled from
   * @param unit what came of it
   * @param parent sees the words
   * @param library the library that it was compiled against, or null
   */
  Version(
      @Nullable SourceFile source,
      String key,
      Unit unit,
      ClassLoader parent,
      @Nullable Version library) {
    this.source = source;
    this.key = key;
    this.unit = unit;
    this.library = library;
    this.loader = unit.good() ? unit.load(parent, library == null ? null : library.loader()) : null;
    if (library != null) {
      library.hold();
    }
  }

  String key() {
    return key;
  }

  boolean usesLibrary() {
    return library != null;
  }

  @Nullable SourceFile source() {
    return source;
  }

  Unit unit() {
    return unit;
  }

  List<Problem> problems() {
    return unit.problems();
  }

  /** Its classes, or null when it does not compile. */
  @Nullable SourceLoader loader() {
    return loader;
  }

  /** Links its classes, once; executes nothing. */
  void warm() {
    synchronized (this) {
      if (warmed || loader == null) {
        return;
      }
      warmed = true;
    }
    loader.warm();
  }

  synchronized Version hold() {
    if (holders == 0) {
      throw new IllegalStateException("this version was released");
    }
    holders++;
    return this;
  }

  void release() {
    boolean last;
    synchronized (this) {
      last = --holders == 0;
    }
    if (last) {
      if (loader != null) {
        loader.discard();
      }
      if (library != null) {
        library.release();
      }
    }
  }
}
