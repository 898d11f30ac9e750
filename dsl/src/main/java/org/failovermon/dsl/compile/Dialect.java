package org.failovermon.dsl.compile;

/**
 * What a file is compiled against.
 *
 * @param base the class that the script of the file extends
 * @param words the interface of the words outside of any block
 * @param noun what the file is: "a policy"
 * @param library whether functions of the library can be called in it
 * @param mayBeEmpty whether a file without a statement is right
 */
public record Dialect(
    Class<?> base, Class<?> words, String noun, boolean library, boolean mayBeEmpty) {}
