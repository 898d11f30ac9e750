package org.failovermon.dsl.words;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of an interface of words which block it describes. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Block {
  /** The block as people call it: "a monitor block". */
  String name();

  /** Where it stands: a word of an outer block, such as {@code monitor}, or empty for a file. */
  String opens() default "";

  /** What it is for. */
  String meaning();

  /**
   * A frame for an example of one of its words, which replaces {@code …}; mandatory words may have
   * to be added.
   */
  String frame();
}
