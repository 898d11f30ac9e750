package org.failovermon.app.demo;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The size of a terminal.
 *
 * @param columns at least 20
 * @param rows at least 8
 */
public record TerminalSize(int columns, int rows) {
  private static final TerminalSize USUAL = new TerminalSize(80, 24);
  private static final int STANDARD_OUTPUT = 1;
  private static final long TIOCGWINSZ = 0x5413;
  private static final MethodHandle IOCTL = bind();

  @SuppressWarnings("restricted") // the launcher passes --enable-native-access
  private static MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("ioctl"),
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
        Linker.Option.firstVariadicArg(2));
  }

  /** The size now; 80 × 24 when standard output is no terminal. */
  public static TerminalSize now() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
      int result = (int) IOCTL.invokeExact(STANDARD_OUTPUT, TIOCGWINSZ, size);
      int rows = size.getAtIndex(ValueLayout.JAVA_SHORT, 0);
      int columns = size.getAtIndex(ValueLayout.JAVA_SHORT, 1);
      return result != 0 || rows <= 0 || columns <= 0
          ? USUAL
          : new TerminalSize(Math.max(20, columns), Math.max(8, rows));
    } catch (Throwable e) {
      throw new IllegalStateException("the size of the terminal cannot be asked for", e);
    }
  }
}
