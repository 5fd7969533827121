package io.spacecloud.engine.json;

import io.spacecloud.api.error.InvalidRequestException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one text of JSON (RFC 8259) and nothing that only looks like it: no key twice, no second
 * value, whole numbers as longs where they fit and all others exact. For one thread.
 */
final class JsonText {
  static final int MAX_DEPTH = 64;

  /** Decimals take time quadratic to their length. */
  private static final int MAX_DIGITS = 1_000;

  /** So many digits always fit a long. */
  private static final int SURE_DIGITS = 18;

  // INVARIANT: a NUL stands behind the text, which within it is nowhere well-formed.
  private final char[] text;
  private int at;

  JsonText(String text) {
    this.text = new char[text.length() + 1];
    text.getChars(0, text.length(), this.text, 0);
  }

  /** Something within the text that is no JSON, or more than is taken; says where in it. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String place;

    Refused(String place, String problem) {
      super(problem, null, false, false);
      this.problem = problem;
      this.place = place;
    }

    Refused within(String outer) {
      return new Refused(place.isEmpty() ? outer : outer + "." + place, problem);
    }
  }

  /**
   * The object that the text is.
   *
   * @throws InvalidRequestException if it is anything else
   */
  JsonObject object() {
    try {
      if (next() != '{') {
        throw new InvalidRequestException("", "expected an object");
      }
      JsonObject object = object(MAX_DEPTH);
      next();
      if (at < text.length - 1) {
        throw new InvalidRequestException("", "something follows the object");
      }
      return object;
    } catch (Refused e) {
      throw new InvalidRequestException(Body.shown(e.place), e.problem);
    }
  }

  /** What the next token begins with, where the reader then stands. */
  private char next() {
    int i = at;
    char c = text[i];
    while (c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
      c = text[++i];
    }
    at = i;
    return c;
  }

  private JsonObject object(int depth) {
    checkDepth(depth);
    JsonObject object = new JsonObject();
    at++;
    if (next() == '}') {
      at++;
      return object;
    }
    while (true) {
      expect(next() == '"');
      String name = string();
      expect(next() == ':');
      at++;
      member(object, name, depth);
      char c = next();
      expect(c == ',' || c == '}');
      at++;
      if (c == '}') {
        return object;
      }
    }
  }

  private void member(JsonObject object, String name, int depth) {
    try {
      if (!object.add(name, value(depth))) {
        throw new Refused("", "a duplicate key");
      }
    } catch (Refused e) {
      throw e.within(name);
    }
  }

  private List<@Nullable Object> list(int depth) {
    checkDepth(depth);
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    if (next() == ']') {
      at++;
      return list;
    }
    while (true) {
      try {
        list.add(value(depth));
      } catch (Refused e) {
        throw e.within(Integer.toString(list.size()));
      }
      char c = next();
      expect(c == ',' || c == ']');
      at++;
      if (c == ']') {
        return list;
      }
    }
  }

  private @Nullable Object value(int depth) {
    return switch (next()) {
      case '"' -> string();
      case '{' -> object(depth - 1);
      case '[' -> list(depth - 1);
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    for (int i = 0; i < word.length(); i++, at++) {
      expect(text[at] == word.charAt(i));
    }
    return value;
  }

  private String string() {
    int from = at + 1;
    boolean plain = plain();
    return plain ? new String(text, from, at++ - from) : escaped(from);
  }

  /** Goes to the end of a string, or to the first escape in it; whether it is the end. */
  private boolean plain() {
    int to = at + 1;
    while (text[to] != '"' && text[to] != '\\' && text[to] >= ' ') {
      to++;
    }
    at = to;
    char c = text[at];
    expect(c == '"' || c == '\\');
    return c == '"';
  }

  private String escaped(int from) {
    return escaped(new StringBuilder(at - from + 16).append(text, from, at - from));
  }

  private String escaped(StringBuilder string) {
    while (true) {
      char c = text[at];
      expect(c >= ' ');
      at++;
      if (c == '"') {
        return string.toString();
      }
      string.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    char c = text[at];
    expect(c != 0);
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw malformed();
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = digit(text[at]);
      expect(digit >= 0);
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private Object number() {
    int from = at;
    boolean negative = text[at] == '-';
    at += negative ? 1 : 0;
    int digits = at;
    long whole = digits();
    expect(text[digits] != '0' || at == digits + 1);
    char c = text[at];
    if (c != '.' && c != 'e' && c != 'E' && at - digits <= SURE_DIGITS) {
      return negative ? -whole : whole;
    }
    boolean fraction = skipFraction(c);
    return decimal(new String(text, from, at - from), !fraction);
  }

  /** Goes to the end of the number, and tells whether it is one with a fraction or exponent. */
  private boolean skipFraction(char first) {
    if (first == '.') {
      at++;
      digits();
    }
    char c = text[at];
    if (c == 'e' || c == 'E') {
      at++;
      c = text[at];
      at += c == '+' || c == '-' ? 1 : 0;
      digits();
      return true;
    }
    return first == '.';
  }

  /** What the digits come to, if they are no more than fit. */
  private long digits() {
    int to = at;
    long value = 0;
    while (text[to] >= '0' && text[to] <= '9') {
      value = value * 10 + (text[to] - '0');
      to++;
    }
    expect(to > at);
    at = to;
    return value;
  }

  private static Object decimal(String number, boolean whole) {
    if (number.length() > MAX_DIGITS) {
      throw new Refused("", "a number too long");
    }
    try {
      BigDecimal decimal = new BigDecimal(number);
      return whole && decimal.toBigInteger().bitLength() < Long.SIZE
          ? (Object) decimal.longValue()
          : decimal;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new Refused("", "a number out of range");
    }
  }

  private void checkDepth(int depth) {
    if (depth == 0) {
      throw new InvalidRequestException("", "nested deeper than " + MAX_DEPTH + place());
    }
  }

  private void expect(boolean well) {
    if (!well) {
      throw malformed();
    }
  }

  private InvalidRequestException malformed() {
    return new InvalidRequestException("", "malformed JSON" + place());
  }

  private String place() {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < at; i++) {
      if (text[i] == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return " at line " + line + ", column " + (at - begin + 1);
  }
}
