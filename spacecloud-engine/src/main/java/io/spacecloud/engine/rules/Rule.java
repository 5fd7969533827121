package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.rule.FieldAccess;
import io.spacecloud.api.rule.ResultEffect;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A declarative rule as it was written: a closed tree, checked when it was parsed. */
public sealed interface Rule {
  /** Where the rule stands, what it is called, and what its denial tells the caller. */
  Label label();

  /** Where the rule stands in the configuration. */
  default String path() {
    return label().path();
  }

  /** The rules that stand in this one; {@code and} and {@code or} are made of them. */
  default List<Rule> clauses() {
    if (this instanceof Not not) {
      return List.of(not.clause);
    } else if (this instanceof Limited limited) {
      return List.of(limited.rule);
    }
    Rule only = onlyClause();
    return only == null ? List.of() : List.of(only);
  }

  private @Nullable Rule onlyClause() {
    if (this instanceof Query query) {
      return query.clause;
    } else if (this instanceof Remove remove) {
      return remove.clause;
    } else if (this instanceof Change change) {
      return change.clause;
    } else if (this instanceof Seal seal) {
      return seal.clause;
    } else if (this instanceof Show show) {
      return show.clause;
    } else if (this instanceof Allow
        || this instanceof Authenticated
        || this instanceof Deny
        || this instanceof Match
        || this instanceof Filter
        || this instanceof Func) {
      return null;
    }
    throw new AssertionError(getClass());
  }

  /** Everybody; at the top of a rule also callers who are not verified. */
  record Allow(Label label) implements Rule {}

  /** Every verified caller. */
  record Authenticated(Label label) implements Rule {}

  /** Nobody. */
  record Deny(Label label) implements Rule {
    public Deny(String path) {
      this(Label.of(path));
    }
  }

  /** Two values of one type compare so. */
  record Match(Label label, MatchType type, MatchEval eval, Operand f1, Operand f2)
      implements Rule {}

  /** Every clause grants. */
  record And(Label label, List<Rule> clauses) implements Rule {
    public And {
      clauses = List.copyOf(clauses);
    }
  }

  /** At least one clause grants. */
  record Or(Label label, List<Rule> clauses) implements Rule {
    public Or {
      clauses = List.copyOf(clauses);
    }
  }

  /** The clause denies; an error stays one. */
  record Not(Label label, Rule clause) implements Rule {}

  /** Grants for the rows that {@code find} selects. */
  record Filter(Label label, FindTemplate find) implements Rule {}

  /**
   * Reads rows and judges by them.
   *
   * @param store the variable that the clause finds the rows in, such as {@code args.result}
   * @param clause judges the rows, also where there are none; if null, one row is enough
   */
  record Query(
      Label label,
      String database,
      String collection,
      FindTemplate find,
      String store,
      @Nullable Rule clause)
      implements Rule {}

  /** A function says so. */
  record Func(Label label, String service, String function, Duration timeout) implements Rule {}

  /** A rule whose grant is for these fields only. */
  record Limited(Label label, Rule rule, FieldAccess fields) implements Rule {}

  /**
   * Keeps fields of what is read from the caller.
   *
   * @param clause if not null, they are kept back unless it denies
   */
  record Remove(Label label, Set<FieldPath> fields, @Nullable Rule clause) implements Rule {
    public Remove {
      fields = Collections.unmodifiableSet(new LinkedHashSet<>(fields));
    }
  }

  /**
   * Changes the request before it runs: {@code force} of a value, or {@code remove}.
   *
   * @param targets what of the request
   * @param value what it becomes; null if it is taken away
   * @param clause if not null, nothing changes where it denies
   */
  record Change(Label label, List<Target> targets, @Nullable Operand value, @Nullable Rule clause)
      implements Rule {
    public Change {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Encrypts or hashes texts of the request before it runs.
   *
   * @param hash whether they are hashed, so that they can be looked up, but not read again
   */
  record Seal(Label label, boolean hash, List<Target> targets, @Nullable Rule clause)
      implements Rule {
    public Seal {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Changes fields of what is read before the caller sees them.
   *
   * @param value what they become if they are forced; else null
   * @param clause if not null, they stay as they are where it denies
   */
  record Show(
      Label label,
      ResultEffect.Kind kind,
      Set<FieldPath> fields,
      @Nullable Operand value,
      @Nullable Rule clause)
      implements Rule {
    public Show {
      fields = Collections.unmodifiableSet(new LinkedHashSet<>(fields));
    }
  }

  /** A place in a request. */
  record Target(Part part, FieldPath path) {
    @Override
    public String toString() {
      return part.prefix() + path;
    }
  }

  /** What of a request an effect can change. */
  enum Part {
    /** The document to create. */
    DOC("args.doc."),
    /** What an update sets. */
    UPDATE("args.update.$set."),
    /** The request's condition. */
    FIND("args.find.");

    private final String prefix;

    Part(String prefix) {
      this.prefix = prefix;
    }

    /** What a field of it begins with in a configuration. */
    public String prefix() {
      return prefix;
    }
  }

  /**
   * What every rule may carry.
   *
   * @param path where the rule stands in the configuration
   * @param name the rule's name in explanations, or null
   * @param error what a denial lets the caller know, or null
   */
  record Label(String path, @Nullable String name, @Nullable String error) {
    static Label of(String path) {
      return new Label(path, null, null);
    }

    /** This label; what it lacks comes from the rule around it. */
    Label within(Label outer) {
      return new Label(path, name == null ? outer.name : name, error == null ? outer.error : error);
    }
  }
}
