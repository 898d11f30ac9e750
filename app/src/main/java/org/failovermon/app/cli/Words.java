package org.failovermon.app.cli;

import java.time.Duration;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options whose form is not a number or a plain text. */
final class Words {
  private Words() {}

  /** A whole number that is not negative. */
  static final class Whole implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("\\d{1,9}")) {
        throw new TypeConversionException("'" + text + "' is not a whole number of 0 or more");
      }
      return Integer.valueOf(text);
    }
  }

  /** The number of a run. */
  static final class RunNumber implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      if (!text.matches("\\d{1,18}")) {
        throw new TypeConversionException(
            "'" + text + "' is not a whole number, as failovermon runs shows them");
      }
      return Long.valueOf(text);
    }
  }

  /** A duration: "60s", "250ms", or a bare number of seconds. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (InvalidValueException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
