package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.rule.Caller;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Values;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * What a rule means for one row, read straight from its configuration: slow, plain, and independent
 * of how rules are parsed, compiled and turned into residuals.
 *
 * <p>Takes sound configurations only, and of the functions and options those that tests use.
 */
public final class RuleInterpreter {
  /** Of a rule for one row. */
  public enum Answer {
    YES,
    NO,
    ERROR
  }

  private static final class Unresolved extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Map<?, ?> rule;
  private final Clock clock;
  private final BiFunction<String, String, List<? extends Map<String, ?>>> tables;

  /**
   * @param rule as configured
   * @param tables the rows of a database and collection, for {@code query}
   */
  public RuleInterpreter(
      Map<?, ?> rule,
      Clock clock,
      BiFunction<String, String, List<? extends Map<String, ?>>> tables) {
    this.rule = rule;
    this.clock = clock;
    this.tables = tables;
  }

  /**
   * Whether the caller may do this to the row.
   *
   * @param doc the document to be inserted, or null
   * @param row the row in question; the document, where one is inserted
   */
  public boolean grants(
      Caller caller, CollectionRequest request, Map<String, ?> doc, Map<String, ?> row) {
    if (!caller.authenticated() && !"allow".equals(rule.get("rule"))) {
      return false;
    }
    return new Evaluation(caller, request, doc, row).judge(rule, Map.of()) == Answer.YES;
  }

  private final class Evaluation {
    private final Caller caller;
    private final CollectionRequest request;
    private final Map<String, ?> doc;
    private final Map<String, ?> row;

    Evaluation(Caller caller, CollectionRequest request, Map<String, ?> doc, Map<String, ?> row) {
      this.caller = caller;
      this.request = request;
      this.doc = doc;
      this.row = row;
    }

    Answer judge(Map<?, ?> rule, Map<String, Object> stored) {
      try {
        return switch ((String) rule.get("rule")) {
          case "allow" -> Answer.YES;
          case "authenticated" -> answer(caller.authenticated());
          case "deny" -> Answer.NO;
          case "match" -> answer(match(rule, stored));
          case "and" -> and(rule, stored);
          case "or" -> or(rule, stored);
          case "not" -> not(judge((Map<?, ?>) rule.get("clause"), stored));
          case "filter" -> filter((Map<?, ?>) rule.get("find"), stored);
          case "query" -> query(rule, stored);
          default -> throw new AssertionError(rule);
        };
      } catch (Unresolved e) {
        return Answer.ERROR;
      }
    }

    private Answer and(Map<?, ?> rule, Map<String, Object> stored) {
      List<Answer> answers = clauses(rule, stored);
      return answers.contains(Answer.NO)
          ? Answer.NO
          : answers.contains(Answer.ERROR) ? Answer.ERROR : Answer.YES;
    }

    private Answer or(Map<?, ?> rule, Map<String, Object> stored) {
      List<Answer> answers = clauses(rule, stored);
      return answers.contains(Answer.YES)
          ? Answer.YES
          : answers.contains(Answer.ERROR) ? Answer.ERROR : Answer.NO;
    }

    private List<Answer> clauses(Map<?, ?> rule, Map<String, Object> stored) {
      List<Answer> answers = new ArrayList<>();
      for (Object clause : (List<?>) rule.get("clauses")) {
        answers.add(judge((Map<?, ?>) clause, stored));
      }
      return answers;
    }

    private Answer not(Answer answer) {
      return switch (answer) {
        case YES -> Answer.NO;
        case NO -> Answer.YES;
        case ERROR -> Answer.ERROR;
      };
    }

    private Answer filter(Map<?, ?> find, Map<String, Object> stored) {
      resolveAll(find, stored);
      return answer(holds(find, row, stored));
    }

    private Answer query(Map<?, ?> rule, Map<String, Object> stored) {
      Map<?, ?> find = (Map<?, ?>) rule.get("find");
      resolveAll(find, stored);
      List<Map<String, ?>> rows = new ArrayList<>();
      for (Map<String, ?> candidate :
          tables.apply((String) rule.get("db"), (String) rule.get("col"))) {
        if (holds(find, candidate, stored)) {
          rows.add(candidate);
        }
      }
      if (rule.get("clause") == null) {
        return answer(!rows.isEmpty());
      } else if (rows.size() > 100) {
        throw new Unresolved();
      }
      Map<String, Object> more = new HashMap<>(stored);
      more.put(rule.get("store") == null ? "args.result" : (String) rule.get("store"), rows);
      return judge((Map<?, ?>) rule.get("clause"), more);
    }

    // --- match

    private boolean match(Map<?, ?> rule, Map<String, Object> stored) {
      String type = (String) rule.get("type");
      String eval = (String) rule.get("eval");
      Object a = typed(type, resolve(rule.get("f1"), stored));
      Object b = resolve(rule.get("f2"), stored);
      if (eval.equals("in") || eval.equals("notIn")) {
        if (!(b instanceof List<?> list)) {
          throw new Unresolved();
        }
        List<Object> elements = new ArrayList<>();
        list.forEach(element -> elements.add(typed(type, element)));
        boolean member = elements.stream().anyMatch(element -> Comparisons.equal(a, element));
        return eval.equals("in") == member;
      }
      return compares(eval, a, typed(type, b));
    }

    private boolean compares(String eval, Object a, Object b) {
      return switch (eval) {
        case "==" -> Comparisons.equal(a, b);
        case "!=" -> !Comparisons.equal(a, b);
        case "<" -> Comparisons.compare(a, b) < 0;
        case "<=" -> Comparisons.compare(a, b) <= 0;
        case ">" -> Comparisons.compare(a, b) > 0;
        case ">=" -> Comparisons.compare(a, b) >= 0;
        default -> throw new AssertionError(eval);
      };
    }

    private Object typed(String type, Object value) {
      boolean fits =
          switch (type) {
            case "string" -> value instanceof String;
            case "number" -> value instanceof Number;
            case "bool" -> value instanceof Boolean;
            default -> true;
          };
      if (!fits || value == null) {
        throw new Unresolved();
      }
      return type.equals("date") ? date(value) : value;
    }

    private Instant date(Object value) {
      try {
        if (value instanceof Instant instant) {
          return instant;
        } else if (value instanceof LocalDate date) {
          return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        } else if (value instanceof String text && text.matches("\\d{4}-\\d\\d-\\d\\d")) {
          return date(LocalDate.parse(text));
        } else if (value instanceof String text) {
          return OffsetDateTime.parse(text).toInstant();
        }
      } catch (DateTimeException e) {
        throw new Unresolved();
      }
      throw new Unresolved();
    }

    // --- find

    /** A variable that does not resolve makes the whole an error, whatever the row. */
    private void resolveAll(Map<?, ?> find, Map<String, Object> stored) {
      find.forEach(
          (key, value) -> {
            switch ((String) key) {
              case "$and", "$or", "$nor" ->
                  ((List<?>) value).forEach(query -> resolveAll((Map<?, ?>) query, stored));
              case "$not" -> resolveAll((Map<?, ?>) value, stored);
              default -> resolveTests(value, stored);
            }
          });
    }

    private void resolveTests(Object value, Map<String, Object> stored) {
      if (!isTests(value)) {
        resolveIfVariable(value, stored);
        return;
      }
      ((Map<?, ?>) value)
          .forEach(
              (operator, operand) -> {
                if (operator.equals("$not")) {
                  resolveTests(operand, stored);
                } else {
                  Object resolved = resolveIfVariable(operand, stored);
                  boolean in = List.of("$in", "$nin").contains(operator);
                  boolean empty = List.of().equals(resolved) || Map.of().equals(resolved);
                  if (in && !(resolved instanceof List)) {
                    throw new Unresolved();
                  } else if (in
                      && operand instanceof String
                      && ((List<?>) resolved).contains(null)) {
                    throw new Unresolved();
                  } else if (operator.equals("$contains") && operand instanceof String && empty) {
                    throw new Unresolved();
                  } else if (List.of("$gt", "$gte", "$lt", "$lte").contains(operator)
                      && resolved != null
                      && !Values.kindOf(resolved).isOrdered()) {
                    throw new Unresolved();
                  } else if (operator.equals("$like") && !(resolved instanceof String)) {
                    throw new Unresolved();
                  }
                }
              });
    }

    private Object resolveIfVariable(Object value, Map<String, Object> stored) {
      return value == null ? null : resolve(value, stored);
    }

    private boolean isTests(Object value) {
      return value instanceof Map<?, ?> map
          && !map.containsKey("$literal")
          && map.keySet().stream().allMatch(key -> ((String) key).startsWith("$"));
    }

    private boolean holds(Map<?, ?> find, Map<String, ?> row, Map<String, Object> stored) {
      for (Map.Entry<?, ?> entry : find.entrySet()) {
        if (!entryHolds((String) entry.getKey(), entry.getValue(), row, stored)) {
          return false;
        }
      }
      return true;
    }

    private boolean entryHolds(
        String key, Object value, Map<String, ?> row, Map<String, Object> stored) {
      return switch (key) {
        case "$and" ->
            ((List<?>) value).stream().allMatch(query -> holds((Map<?, ?>) query, row, stored));
        case "$or" ->
            ((List<?>) value).stream().anyMatch(query -> holds((Map<?, ?>) query, row, stored));
        case "$nor" ->
            ((List<?>) value).stream().noneMatch(query -> holds((Map<?, ?>) query, row, stored));
        case "$not" -> !holds((Map<?, ?>) value, row, stored);
        default -> testsHold(walk(row, (Object[]) key.split("\\.")), value, stored);
      };
    }

    private boolean testsHold(Object field, Object tests, Map<String, Object> stored) {
      if (!isTests(tests)) {
        return Comparisons.equal(field, resolveIfVariable(tests, stored));
      }
      for (Map.Entry<?, ?> test : ((Map<?, ?>) tests).entrySet()) {
        boolean holds =
            test.getKey().equals("$not")
                ? !testsHold(field, test.getValue(), stored)
                : test((String) test.getKey(), field, resolveIfVariable(test.getValue(), stored));
        if (!holds) {
          return false;
        }
      }
      return true;
    }

    private boolean test(String operator, Object field, Object operand) {
      int order = Comparisons.compare(field, operand);
      boolean ordered = order != Comparisons.UNORDERED;
      return switch (operator) {
        case "$eq" -> Comparisons.equal(field, operand);
        case "$ne" -> !Comparisons.equal(field, operand);
        case "$gt" -> ordered && order > 0;
        case "$gte" -> ordered && order >= 0;
        case "$lt" -> ordered && order < 0;
        case "$lte" -> ordered && order <= 0;
        case "$in" -> ((List<?>) operand).stream().anyMatch(e -> Comparisons.equal(field, e));
        case "$nin" -> ((List<?>) operand).stream().noneMatch(e -> Comparisons.equal(field, e));
        case "$exists" -> (field != null) == (Boolean) operand;
        case "$like" -> field instanceof String text && like(text, (String) operand);
        case "$contains" ->
            Comparisons.contains(
                field,
                operand instanceof List || operand instanceof Map ? operand : List.of(operand));
        default -> throw new AssertionError(operator);
      };
    }

    private boolean like(String text, String pattern) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        boolean escaped = c == '\\';
        String plain = Pattern.quote("" + (escaped ? pattern.charAt(++i) : c));
        regex.append(!escaped && c == '%' ? ".*" : !escaped && c == '_' ? "." : plain);
      }
      return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }

    // --- operands

    private Object resolve(Object operand, Map<String, Object> stored) {
      Object value;
      if (operand instanceof String text && text.startsWith("args.")) {
        value = variable(text, stored);
      } else if (operand instanceof String text && text.startsWith("utils.")) {
        value = call(text, stored);
      } else if (operand instanceof Map<?, ?> map && map.containsKey("$literal")) {
        value = Values.normalize("", map.get("$literal"));
      } else if (operand instanceof List<?> list) {
        List<Object> elements = new ArrayList<>();
        list.forEach(e -> elements.add(e == null ? null : resolve(e, stored)));
        value = elements;
      } else if (operand instanceof Map<?, ?> map) {
        Map<String, Object> fields = new HashMap<>();
        map.forEach((k, v) -> fields.put((String) k, v == null ? null : resolve(v, stored)));
        value = fields;
      } else {
        value = Values.normalize("", operand);
      }
      if (value == null) {
        throw new Unresolved();
      }
      return value;
    }

    private Object variable(String text, Map<String, Object> stored) {
      for (String store : stored.keySet()) {
        if (text.equals(store) || text.startsWith(store + ".") || text.startsWith(store + "[")) {
          return walk(stored.get(store), steps(text.substring(store.length()), stored));
        }
      }
      String rest = text.substring("args.".length());
      String root = rest.split("[.\\[]", 2)[0];
      String tail = rest.substring(root.length());
      String path = tail.isEmpty() ? "" : tail.substring(1);
      return switch (root) {
        case "auth" -> walk(caller.claims(), steps(tail, stored));
        case "doc" -> walk(doc, steps(tail, stored));
        case "op" -> op();
        case "find" -> find(path);
        case "update" -> update(path);
        case "writes" -> writes(path);
        case "opts" -> option(path);
        default -> throw new AssertionError(text);
      };
    }

    /** Splits {@code .a.b[args.c]} into names; what stands in brackets is resolved. */
    private Object[] steps(String tail, Map<String, Object> stored) {
      List<Object> steps = new ArrayList<>();
      int at = 0;
      while (at < tail.length()) {
        if (tail.charAt(at) == '[') {
          int end = at;
          int open = 0;
          do {
            open += tail.charAt(end) == '[' ? 1 : tail.charAt(end) == ']' ? -1 : 0;
            end++;
          } while (open > 0);
          Object index = variable(tail.substring(at + 1, end - 1), stored);
          steps.add(index == null ? new Object() : index);
          at = end;
        } else {
          int end = at + 1;
          while (end < tail.length() && tail.charAt(end) != '.' && tail.charAt(end) != '[') {
            end++;
          }
          String name = tail.substring(at + 1, end);
          steps.add(name.matches("\\d+") ? new Position(name) : name);
          at = end;
        }
      }
      return steps.toArray();
    }

    private Object walk(Object value, Object... steps) {
      Object inner = value;
      for (Object step : steps) {
        if (inner instanceof Map<?, ?> map) {
          Object key = step instanceof Position position ? position.digits() : step;
          inner = key instanceof String ? map.get(key) : null;
        } else if (inner instanceof List<?> list) {
          long at =
              step instanceof Position position
                  ? Long.parseLong(position.digits())
                  : step instanceof Long index ? index : -1;
          inner = at >= 0 && at < list.size() ? list.get((int) at) : null;
        } else {
          return null;
        }
      }
      return inner;
    }

    private String op() {
      Enum<?> op =
          request instanceof Read read
              ? read.op()
              : request instanceof Update update
                  ? update.op()
                  : request instanceof Delete delete
                      ? delete.op()
                      : request instanceof Aggregate aggregate
                          ? aggregate.op()
                          : ((Create) request).op();
      return op.name().toLowerCase(Locale.ROOT);
    }

    private Object find(String path) {
      Map<String, Object> where =
          request instanceof Read read
              ? Conditions.toMap(read.where())
              : request instanceof Update update
                  ? Conditions.toMap(update.where())
                  : request instanceof Delete delete ? Conditions.toMap(delete.where()) : Map.of();
      List<Object> parts =
          where.get("$and") instanceof List<?> all ? new ArrayList<>(all) : List.of(where);
      List<Object> equalities = new ArrayList<>();
      for (Object part : parts) {
        Object test = ((Map<?, ?>) part).get(path);
        if (test instanceof Map<?, ?> operators && operators.containsKey("$eq")) {
          equalities.add(operators.get("$eq"));
        } else if (test != null && !(test instanceof Map)) {
          equalities.add(test);
        }
      }
      return equalities.size() == 1 ? equalities.get(0) : null;
    }

    private Object update(String path) {
      String operator = path.split("\\.", 2)[0];
      String field = path.substring(operator.length() + 1);
      if (request instanceof Update update) {
        for (Assignment assignment : update.assignments()) {
          String target = assignment.path().toString();
          if (assignment.operator().wire().equals(operator)) {
            Object value =
                List.of("$unset", "$currentDate").contains(operator) ? true : assignment.value();
            if (field.equals(target)) {
              return value;
            } else if (field.startsWith(target + ".")) {
              Object[] rest = field.substring(target.length() + 1).split("\\.");
              return walk(value, rest);
            }
          }
        }
      }
      return null;
    }

    private boolean writes(String path) {
      if (doc != null) {
        Object inner = doc;
        for (String name : path.split("\\.")) {
          if (!(inner instanceof Map<?, ?> map) || !map.containsKey(name)) {
            return false;
          }
          inner = map.get(name);
        }
        return true;
      }
      List<String> touched = new ArrayList<>();
      for (Assignment assignment : ((Update) request).assignments()) {
        touched.add(assignment.path().toString());
        if (assignment.operator().wire().equals("$rename")) {
          touched.add((String) assignment.value());
        }
      }
      return touched.stream()
          .anyMatch(t -> (t + ".").startsWith(path + ".") || (path + ".").startsWith(t + "."));
    }

    private Object option(String name) {
      if (!(request instanceof Read read)) {
        return null;
      }
      return switch (name) {
        case "skip" -> read.skip();
        case "limit" -> read.limit();
        default -> throw new AssertionError(name);
      };
    }

    private Object call(String text, Map<String, Object> stored) {
      if (text.equals("utils.now") || text.equals("utils.now()")) {
        return clock.instant();
      }
      String name = text.substring("utils.".length(), text.indexOf('('));
      String inside = text.substring(text.indexOf('(') + 1, text.lastIndexOf(')'));
      if (name.equals("addDuration")) {
        int comma = inside.lastIndexOf(',');
        Object base = resolve(unquoted(inside.substring(0, comma)), stored);
        String hours = unquoted(inside.substring(comma + 1)).replace("h", "");
        return date(base).plus(Duration.ofHours(Long.parseLong(hours)));
      }
      Object value = variable(inside, stored);
      return switch (name) {
        case "exists" -> value != null;
        case "length" ->
            value instanceof String string
                ? (Object) string.codePoints().count()
                : value instanceof List<?> list
                    ? (Object) (long) list.size()
                    : value instanceof Map<?, ?> map ? (Object) (long) map.size() : null;
        default -> throw new AssertionError(text);
      };
    }

    private String unquoted(String text) {
      return text.strip().replaceAll("^'|'$", "");
    }
  }

  private record Position(String digits) {}

  private static Answer answer(boolean value) {
    return value ? Answer.YES : Answer.NO;
  }
}
