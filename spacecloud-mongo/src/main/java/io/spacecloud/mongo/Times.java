package io.spacecloud.mongo;

import java.time.LocalTime;
import java.time.temporal.ChronoField;

/** Times of day as strings that order as they do. */
final class Times {
  private Times() {}

  /** {@code 12:30:00}, with a fraction that does not end in zeros. */
  static String text(LocalTime time) {
    StringBuilder text = new StringBuilder(18);
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    two(text, time.getSecond());
    int nano = time.get(ChronoField.NANO_OF_SECOND);
    if (nano > 0) {
      text.append('.').append(Integer.toString(1_000_000_000 + nano).substring(1));
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return number < 10 ? text.append('0').append(number) : text.append(number);
  }
}
