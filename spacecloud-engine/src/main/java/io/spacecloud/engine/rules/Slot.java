package io.spacecloud.engine.rules;

import io.spacecloud.api.rule.CallInput;
import io.spacecloud.api.rule.FileInput;
import io.spacecloud.api.rule.Question;
import io.spacecloud.api.rule.RuleInput;
import org.jspecify.annotations.Nullable;

/** An operand compiled: where its value is found in a request; immutable and thread-safe. */
abstract class Slot {
  /** The normalised value; null if there is none. */
  abstract @Nullable Object get(Question input, @Nullable StoredRows stored);

  /** A value that is known when the rule is compiled. */
  static final class Constant extends Slot {
    private final @Nullable Object value;

    Constant(@Nullable Object value) {
      this.value = value;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      return value;
    }
  }

  /** All of the caller's claims. */
  static final class Claims extends Slot {
    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      return input.caller().claims();
    }
  }

  /** One claim: the variable that rules use most. */
  static final class Claim extends Slot {
    private final String name;

    Claim(String name) {
      this.name = name;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      return input.caller().claims().get(name);
    }
  }

  /** The document to be inserted. */
  static final class Doc extends Slot {
    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      return ((RuleInput) input).doc();
    }
  }

  /** What a function is called with. */
  static final class CallParams extends Slot {
    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      return ((CallInput) input).params();
    }
  }

  /** What the variables of a file's prefix stand for. */
  static final class PathParams extends Slot {
    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      return ((FileInput) input).params();
    }
  }

  /** What is said of a file. */
  static final class Meta extends Slot {
    @Override
    Object get(Question input, @Nullable StoredRows stored) {
      return ((FileInput) input).meta();
    }
  }

  /** The rows of an enclosing query. */
  static final class Rows extends Slot {
    private final int hops;

    Rows(int hops) {
      this.hops = hops;
    }

    @Override
    @Nullable Object get(Question input, @Nullable StoredRows stored) {
      StoredRows at = stored;
      for (int i = 0; i < hops && at != null; i++) {
        at = at.outer();
      }
      return at == null ? null : at.rows();
    }
  }
}
