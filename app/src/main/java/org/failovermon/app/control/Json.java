package org.failovermon.app.control;

import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.failovermon.engine.model.InvalidValueException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON trees. Trees, not bound classes: the documents are an interface of their
 * own, and binding would cost the command line its start-up time. Thread-safe.
 */
public final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads one document.
   *
   * @throws InvalidValueException when it is not JSON
   */
  public static JsonNode parse(byte[] utf8) {
    try {
      return MAPPER.readTree(utf8);
    } catch (JacksonException e) {
      throw new InvalidValueException("not JSON: " + e.getOriginalMessage());
    }
  }

  /** Writes one document in one line. */
  public static byte[] bytes(JsonNode document) {
    return document.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Writes one document for people and programs: indented. */
  public static void print(JsonNode document, Writer out) {
    MAPPER
        .writerWithDefaultPrettyPrinter()
        .without(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
        .writeValue(out, document);
  }

  /** The answer to an operator as a document. */
  public static ObjectNode reply(org.failovermon.engine.port.Reply reply) {
    return Documents.reply(reply);
  }

  /** A duration as decimal seconds, exactly. */
  static BigDecimal seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  /** An instant in ISO 8601 with milliseconds, or null. */
  static @Nullable String instant(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static boolean present(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value != null && !value.isNull();
  }

  static JsonNode member(JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      throw new InvalidValueException("the member '" + name + "' is missing");
    }
    return value;
  }

  static String text(JsonNode json, String name) {
    JsonNode value = member(json, name);
    if (!value.isString()) {
      throw new InvalidValueException("the member '" + name + "' must be a text");
    }
    return value.stringValue();
  }

  static long integer(JsonNode json, String name) {
    JsonNode value = member(json, name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new InvalidValueException(
          "the member '" + name + "' must be a whole number, was " + value);
    }
    return value.longValue();
  }

  static int small(JsonNode json, String name) {
    long value = integer(json, name);
    if (value != (int) value) {
      throw new InvalidValueException("the member '" + name + "' is out of range, was " + value);
    }
    return (int) value;
  }

  static Duration duration(JsonNode value, String name) {
    if (!value.isNumber()) {
      throw new InvalidValueException(
          "the member '" + name + "' must be a number of seconds, was " + value);
    }
    BigDecimal nanos = value.decimalValue().movePointRight(9);
    if (nanos.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new InvalidValueException("the member '" + name + "' is too long: at most 292 years");
    }
    return Duration.ofNanos(nanos.longValue());
  }
}
