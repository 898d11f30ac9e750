package org.failovermon.dsl.words;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a word what its writer must know. It is the word's only documentation: help, manual and
 * error messages read it, and a test compiles each example.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Word {
  /** What it says, in one or two sentences. */
  String meaning();

  /** What it takes, in the writer's words: "a duration", "the name of a host". */
  String type() default "";

  /** The range of what it takes, with units: "10 ms to 366 days". */
  String range() default "";

  /** What holds where the word is not written. */
  String otherwise() default "";

  /** Whether its block is incomplete without it (or without one of its kind). */
  boolean mandatory() default false;

  /** The named options. */
  Option[] options() default {};

  /** An example that stands in the word's block. */
  String example();

  /** One named option of a word: {@code port: 7000}. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({})
  @interface Option {
    /** Its name. */
    String name();

    /** What it says. */
    String meaning();

    /** What it takes, in the writer's words. */
    String type();

    /** The range, or empty. */
    String range() default "";

    /** What holds where it is not written. */
    String otherwise() default "";
  }
}
