package io.spacecloud.engine.rules;

import io.spacecloud.engine.rules.Ciphers.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Seals or opens texts, in lists of them too; null stays null, and what is anything else, or stands
 * in the way of a text that might be there, fails.
 */
final class Sealing implements ValueChange {
  private final UnaryOperator<String> text;
  private final boolean opens;

  private Sealing(UnaryOperator<String> text, boolean opens) {
    this.text = text;
    this.opens = opens;
  }

  static Sealing hashing(Ciphers ciphers, Place place) {
    return new Sealing(value -> ciphers.hash(place, value), false);
  }

  static Sealing encrypting(Ciphers ciphers, Place place) {
    return new Sealing(value -> ciphers.encrypt(place, value), false);
  }

  static Sealing decrypting(Ciphers ciphers, Place place) {
    return new Sealing(value -> ciphers.decrypt(place, value), true);
  }

  @Override
  public @Nullable Object apply(@Nullable Object value) {
    if (value == null) {
      return null;
    } else if (value instanceof String plain) {
      return text.apply(plain);
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>(list.size());
      list.forEach(each -> all.add(each instanceof List ? misfit() : apply(each)));
      return Collections.unmodifiableList(all);
    }
    return misfit();
  }

  /** What is to be sealed might stand there in the open; what is not sealed needs no opening. */
  @Override
  public Object blocked(Object value) {
    return opens ? value : misfit();
  }

  private static Object misfit() {
    throw new UnboundException("only texts are sealed");
  }
}
