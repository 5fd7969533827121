package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.BackendException;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.rule.ResultEffect;
import io.spacecloud.engine.rules.Ciphers.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Does to documents that are read what rules say. Thread-safe. */
public final class ResultChanges {
  /** Without keys: nothing is encrypted, decrypted or hashed. */
  public static final ResultChanges NONE = new ResultChanges(Ciphers.NONE);

  private final Ciphers ciphers;

  /** Changes with the keys of a project. */
  public ResultChanges(Ciphers ciphers) {
    this.ciphers = ciphers;
  }

  /**
   * The document as the caller sees it; what is null stays so, unless it is forced.
   *
   * @throws BackendException if something cannot be sealed, or was not encrypted here
   */
  public Document apply(
      String database, String collection, List<ResultEffect> effects, Document document) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(document);
    for (ResultEffect effect : effects) {
      FieldPath path = effect.path();
      List<String> inner = path.segments().subList(1, path.segments().size());
      Place place = new Place(database, collection, path.toString());
      Object value = copy.get(path.root());
      try {
        ValueChange change = change(effect, place);
        Object changed = change.at(value, inner);
        if (changed != null || value != null) {
          change.put(copy, path.root(), changed);
        }
      } catch (UnboundException e) {
        String refusal = "the field " + path + " cannot be " + done(effect);
        throw new BackendException(BackendException.Reason.FAILED, refusal, null);
      }
    }
    return Document.of(copy);
  }

  private static String done(ResultEffect effect) {
    return switch (effect.kind()) {
      case FORCE -> "forced";
      case ENCRYPT -> "encrypted";
      case DECRYPT -> "decrypted";
      case HASH -> "hashed";
    };
  }

  private ValueChange change(ResultEffect effect, Place place) {
    return switch (effect.kind()) {
      case FORCE -> ValueChange.setting(Objects.requireNonNull(effect.value()));
      case ENCRYPT -> Sealing.encrypting(ciphers, place);
      case DECRYPT -> Sealing.decrypting(ciphers, place);
      case HASH -> Sealing.hashing(ciphers, place);
    };
  }
}
