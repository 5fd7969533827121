package io.spacecloud.api.condition;

/** Names as errors show them: without control characters, and not too long. */
final class Shown {
  private static final int MAX_LENGTH = 64;

  private Shown() {}

  static String of(String name) {
    boolean clean = name.length() <= MAX_LENGTH;
    for (int i = 0; clean && i < name.length(); i++) {
      char c = name.charAt(i);
      clean = !Character.isISOControl(c) && !Character.isSurrogate(c);
    }
    return clean ? name : cleaned(name);
  }

  private static String cleaned(String name) {
    String printable = name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return printable.length() <= MAX_LENGTH ? printable : printable.substring(0, MAX_LENGTH) + "…";
  }
}
