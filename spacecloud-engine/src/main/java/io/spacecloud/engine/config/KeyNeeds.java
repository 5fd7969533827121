package io.spacecloud.engine.config;

import io.spacecloud.api.rule.ResultEffect.Kind;
import io.spacecloud.engine.rules.Rule;

/** Finds rules that encrypt or hash without a key to do it with. */
final class KeyNeeds {
  private final Problems problems;
  private final EncryptionConfig encryption;

  KeyNeeds(Problems problems, EncryptionConfig encryption) {
    this.problems = problems;
    this.encryption = encryption;
  }

  void check(DatabaseConfig database) {
    for (CollectionConfig collection : database.collections().values()) {
      if (collection.rules() != null) {
        collection.rules().values().forEach(this::check);
      }
    }
  }

  private void check(Rule rule) {
    rule.clauses().forEach(this::check);
    if (hashes(rule) && encryption.hashKey() == null) {
      problems.add(rule.path(), "needs encryption.hashKey");
    } else if (encrypts(rule) && encryption.keys().isEmpty()) {
      problems.add(rule.path(), "needs a key among encryption.keys");
    }
  }

  private static boolean hashes(Rule rule) {
    return rule instanceof Rule.Seal seal
        ? seal.hash()
        : rule instanceof Rule.Show show && show.kind() == Kind.HASH;
  }

  private static boolean encrypts(Rule rule) {
    return rule instanceof Rule.Seal seal
        ? !seal.hash()
        : rule instanceof Rule.Show show
            && (show.kind() == Kind.ENCRYPT || show.kind() == Kind.DECRYPT);
  }
}
