package io.spacecloud.engine.lint;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Comparison;
import io.spacecloud.api.condition.Condition.Operator;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.value.Kind;
import io.spacecloud.engine.binding.Binder;
import io.spacecloud.engine.binding.DeclaredSchema;
import io.spacecloud.engine.rules.FindTemplate;
import io.spacecloud.engine.rules.MatchType;
import io.spacecloud.engine.rules.Operand;
import io.spacecloud.engine.rules.Operand.Root;
import io.spacecloud.engine.rules.Operand.Step;
import io.spacecloud.engine.rules.Rule;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds rules that do not go with the fields and keys of their collection. */
final class SchemaLint {
  private final CollectionSchema schema;
  private final Binder binder;
  private final List<LintWarning> warnings;

  SchemaLint(CollectionSchema schema, List<LintWarning> warnings) {
    this.schema = schema;
    this.binder =
        new Binder(
            DeclaredSchema.of(schema, null), EnumSet.allOf(Capability.class), Clock.systemUTC());
    this.warnings = warnings;
  }

  void check(Rule rule) {
    if (rule instanceof Rule.Filter filter) {
      find(rule, filter.find());
      index(rule, filter.find());
    } else if (rule instanceof Rule.Match match) {
      operand(rule, match.type(), match.f1());
      operand(rule, match.type(), match.f2());
    } else if (rule instanceof Rule.Remove remove) {
      remove.fields().forEach(path -> known(rule, path.root()));
    } else if (rule instanceof Rule.Show show) {
      show.fields().forEach(path -> known(rule, path.root()));
    } else if (rule instanceof Rule.Change change) {
      change.targets().forEach(target -> known(rule, target.path().root()));
    } else if (rule instanceof Rule.Seal seal) {
      seal.targets().forEach(target -> known(rule, target.path().root()));
    }
    if (!(rule instanceof Rule.Query)) { // its clause is about other rows
      rule.clauses().forEach(this::check);
    }
  }

  /** Documents come in the order of their key, which so has to be readable as it is stored. */
  void checkKey(Rule rule) {
    if (schema.primaryKey().stream().map(FieldPath::of).anyMatch(key -> keepsBack(rule, key))) {
      add(
          LintCode.HIDDEN_KEY,
          rule,
          "keeps back or changes the primary key, by which documents are ordered: none is read");
    }
    if (!(rule instanceof Rule.Query)) {
      rule.clauses().forEach(this::checkKey);
    }
  }

  private static boolean keepsBack(Rule rule, FieldPath key) {
    return (rule instanceof Rule.Limited limited && !limited.fields().permits(key))
        || (rule instanceof Rule.Remove remove && remove.fields().contains(key))
        || (rule instanceof Rule.Show show && show.fields().contains(key));
  }

  private boolean known(Rule rule, String field) {
    boolean known = schema.isOpen() || schema.field(field) != null;
    if (!known) {
      add(LintCode.UNKNOWN_FIELD, rule, "names the field " + field + ", which there is not");
    }
    return known;
  }

  private void find(Rule rule, FindTemplate find) {
    if (find instanceof FindTemplate.Fixed fixed) {
      condition(rule, fixed.condition());
    } else if (find instanceof FindTemplate.Tested tested) {
      known(rule, tested.path().root());
    } else if (find instanceof FindTemplate.All all) {
      all.parts().forEach(part -> find(rule, part));
    } else if (find instanceof FindTemplate.Any any) {
      any.parts().forEach(part -> find(rule, part));
    } else if (find instanceof FindTemplate.Negated negated) {
      find(rule, negated.part());
    }
  }

  /** What cannot be bound fails whenever the rule is asked. */
  private void condition(Rule rule, Condition condition) {
    boolean known =
        Conditions.paths(condition).stream()
            .map(FieldPath::root)
            .distinct()
            .allMatch(root -> known(rule, root));
    if (known) {
      try {
        binder.bind(condition);
      } catch (InvalidRequestException e) {
        add(
            LintCode.KIND_MISMATCH,
            rule,
            "compares " + e.path() + " with what it never is, so that it always fails");
      }
    }
  }

  private void operand(Rule rule, MatchType type, Operand operand) {
    FieldPath path = path(operand);
    if (path == null || !known(rule, path.root()) || path.isNested()) {
      return;
    }
    FieldSchema field = schema.field(path.root());
    Kind kind = field == null ? null : field.kind();
    if (kind != null && !compares(type, kind)) {
      add(
          LintCode.KIND_MISMATCH,
          rule,
          "compares " + path + " as " + type.key() + ", which it never is");
    }
  }

  private static boolean compares(MatchType type, Kind kind) {
    return switch (type) {
      case STRING -> kind == Kind.STRING;
      case NUMBER -> kind == Kind.INTEGER || kind == Kind.REAL || kind == Kind.DECIMAL;
      case BOOL -> kind == Kind.BOOLEAN;
      case DATE -> kind == Kind.TIMESTAMP || kind == Kind.DATE || kind == Kind.STRING;
    };
  }

  /** The field that a variable of the request reads, or null. */
  private static @Nullable FieldPath path(Operand operand) {
    if (!(operand instanceof Operand.Variable variable)) {
      return null;
    }
    List<Step> steps = variable.steps();
    int from = variable.root() == Root.UPDATE ? 1 : 0;
    boolean fields = EnumSet.of(Root.DOC, Root.FIND, Root.UPDATE).contains(variable.root());
    if (!fields || steps.size() <= from || !steps.stream().allMatch(Step.Name.class::isInstance)) {
      return null;
    }
    boolean sets = from == 0 || ((Step.Name) steps.get(0)).name().equals("$set");
    List<String> names =
        steps.subList(from, steps.size()).stream().map(step -> ((Step.Name) step).name()).toList();
    try {
      return sets ? FieldPath.of(String.join(".", names)) : null;
    } catch (InvalidRequestException e) {
      return null;
    }
  }

  private void index(Rule rule, FindTemplate find) {
    Set<String> equalities = new LinkedHashSet<>();
    for (FindTemplate part : Rules.conjoined(find)) {
      if (part instanceof FindTemplate.Tested tested && tested.test() == FindTemplate.Test.EQ) {
        equalities.add(tested.path().toString());
      } else if (part instanceof FindTemplate.Fixed fixed) {
        equalities(fixed.condition(), equalities);
      }
    }
    boolean keyed =
        schema.uniqueKeys().stream().anyMatch(key -> equalities.contains(key.get(0)))
            || (!schema.primaryKey().isEmpty() && equalities.contains(schema.primaryKey().get(0)));
    if (!equalities.isEmpty() && !keyed && !schema.uniqueKeys().isEmpty()) {
      add(
          LintCode.UNINDEXED_FILTER,
          rule,
          "no primary or unique key begins with "
              + String.join(" or ", equalities)
              + ": an index should");
    }
  }

  private static void equalities(Condition condition, Set<String> names) {
    if (condition instanceof And and) {
      and.conditions().forEach(each -> equalities(each, names));
    } else if (condition instanceof Comparison c && c.operator() == Operator.EQ) {
      names.add(c.path().toString());
    }
  }

  private void add(LintCode code, Rule rule, String text) {
    warnings.add(new LintWarning(code, rule.path(), text));
  }
}
