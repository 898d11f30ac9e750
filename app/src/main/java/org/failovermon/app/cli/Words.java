package org.failovermon.app.cli;

import java.time.Duration;
import org.failovermon.engine.model.Durations;
import org.failovermon.engine.model.InvalidValueException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options whose form is not a number or a plain text. */
final class Words {
  private Words() {}

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
