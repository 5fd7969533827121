package io.spacecloud.engine.config;

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
    if (rule instanceof Rule.And and) {
      and.clauses().forEach(this::check);
    } else if (rule instanceof Rule.Or or) {
      or.clauses().forEach(this::check);
    } else if (rule instanceof Rule.Limited limited) {
      check(limited.rule());
    } else if (rule instanceof Rule.Seal seal && seal.hash() && encryption.hashKey() == null) {
      problems.add(rule.path(), "needs encryption.hashKey");
    } else if (((rule instanceof Rule.Seal seal && !seal.hash()) || rule instanceof Rule.Decrypt)
        && encryption.keys().isEmpty()) {
      problems.add(rule.path(), "needs a key among encryption.keys");
    }
  }
}
