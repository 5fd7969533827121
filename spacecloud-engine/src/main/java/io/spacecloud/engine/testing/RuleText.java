package io.spacecloud.engine.testing;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.engine.rules.FindTemplate;
import io.spacecloud.engine.rules.Operand;
import io.spacecloud.engine.rules.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a rule says beside its kind, in a line: by it a clause without a name is known. */
final class RuleText {
  private static final int LONGEST = 120;

  private RuleText() {}

  static String of(Rule rule) {
    String text = text(rule);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String text(Rule rule) {
    if (rule instanceof Rule.Match match) {
      return match.f1().text() + " " + match.eval().key() + " " + match.f2().text();
    } else if (rule instanceof Rule.Filter filter) {
      return entries(filter.find());
    } else if (rule instanceof Rule.Query query) {
      String find = "{" + entries(query.find()) + "}";
      return query.database() + "." + query.collection() + " " + find;
    } else if (rule instanceof Rule.Remove remove) {
      return results(remove.fields());
    } else if (rule instanceof Rule.Show show) {
      return results(show.fields()) + value(show.value());
    } else if (rule instanceof Rule.Change change) {
      return joined(change.targets()) + value(change.value());
    } else if (rule instanceof Rule.Seal seal) {
      return joined(seal.targets());
    }
    return "";
  }

  private static String results(Collection<?> fields) {
    return fields.stream().map(each -> "res." + each).collect(Collectors.joining(", "));
  }

  private static String joined(Collection<?> parts) {
    return parts.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String value(@Nullable Operand operand) {
    return operand == null ? "" : " = " + operand.text();
  }

  private static String entries(FindTemplate find) {
    if (find instanceof FindTemplate.Fixed fixed) {
      return entries(Conditions.toMap(fixed.condition()));
    } else if (find instanceof FindTemplate.Tested tested) {
      return tested.path() + ": " + test(tested);
    } else if (find instanceof FindTemplate.All all) {
      return all.parts().stream().map(RuleText::entries).collect(Collectors.joining(", "));
    } else if (find instanceof FindTemplate.Any any) {
      return any.parts().stream()
          .map(part -> "{" + entries(part) + "}")
          .collect(Collectors.joining(", ", "$or: [", "]"));
    } else if (find instanceof FindTemplate.Negated negated) {
      return "$not: {" + entries(negated.part()) + "}";
    }
    throw new AssertionError(find.getClass());
  }

  private static String test(FindTemplate.Tested tested) {
    String operand = tested.operand().text();
    return tested.test() == FindTemplate.Test.EQ
        ? operand
        : "{$" + tested.test().name().toLowerCase(Locale.ROOT) + ": " + operand + "}";
  }

  private static String entries(Map<?, ?> map) {
    return map.entrySet().stream().map(RuleText::entry).collect(Collectors.joining(", "));
  }

  /** What is conjoined stands beside each other, as it is mostly written. */
  private static String entry(Map.Entry<?, ?> entry) {
    return entry.getKey().equals("$and") && entry.getValue() instanceof List<?> parts
        ? parts.stream().map(part -> entries((Map<?, ?>) part)).collect(Collectors.joining(", "))
        : entry.getKey() + ": " + literal(entry.getValue());
  }

  private static String literal(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return "{" + entries(map) + "}";
    } else if (value instanceof List<?> list) {
      return list.stream().map(RuleText::literal).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
