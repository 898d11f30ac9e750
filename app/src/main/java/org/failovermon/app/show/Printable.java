package org.failovermon.app.show;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Makes texts harmless for a terminal. What a script printed, a host said or a stranger asked for
 * may hold escape sequences, which move the cursor, rewrite lines or name the window.
 */
public final class Printable {
  private Printable() {}

  /**
   * The text with a visible character in place of each that a terminal acts on; line feeds and tabs
   * stay.
   */
  public static String text(String text) {
    int first = firstBad(text);
    if (first < 0) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text);
    for (int i = first; i < clean.length(); i++) {
      if (bad(clean.charAt(i))) {
        clean.setCharAt(i, shown(clean.charAt(i)));
      }
    }
    return clean.toString();
  }

  /** A document, with each of its texts made harmless in place. */
  public static <T extends JsonNode> T document(T document) {
    if (document instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (member.getValue() instanceof StringNode string) {
          if (firstBad(string.stringValue()) >= 0) {
            member.setValue(StringNode.valueOf(text(string.stringValue())));
          }
        } else {
          document(member.getValue());
        }
      }
    } else if (document instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i) instanceof StringNode string) {
          array.set(i, StringNode.valueOf(text(string.stringValue())));
        } else {
          document(array.get(i));
        }
      }
    }
    return document;
  }

  private static int firstBad(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bad(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Control characters, and those that turn the direction of writing. */
  private static boolean bad(char c) {
    return c < ' '
        ? c != '\n' && c != '\t'
        : (c >= 0x7f && c <= 0x9f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }

  /** The picture of a control character, as ␛ for escape. */
  private static char shown(char c) {
    return c < ' ' ? (char) (0x2400 + c) : c == 0x7f ? '\u2421' : '\ufffd';
  }
}
