package io.spacecloud.engine.rules;

import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.UpdateOperator;
import io.spacecloud.engine.rules.Operand.Call;
import io.spacecloud.engine.rules.Operand.Function;
import io.spacecloud.engine.rules.Operand.Literal;
import io.spacecloud.engine.rules.Operand.Root;
import io.spacecloud.engine.rules.Operand.Step;
import io.spacecloud.engine.rules.Operand.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code args.a.b[args.c]} and {@code utils.f(args.a, 'text')}.
 *
 * <p>Refuses what could never resolve where it stands.
 */
final class VariableParser {
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_DEPTH = 8;
  private static final String DELIMITERS = ".[](),'\" \t\r\n";

  private static final Map<Root, Set<Purpose>> RESOLVES =
      Map.of(
          Root.FIND, EnumSet.of(Purpose.READ, Purpose.UPDATE, Purpose.DELETE),
          Root.UPDATE, EnumSet.of(Purpose.UPDATE),
          Root.DOC, EnumSet.of(Purpose.CREATE),
          Root.OP, EnumSet.range(Purpose.CREATE, Purpose.AGGREGATE),
          Root.OPTS, EnumSet.of(Purpose.READ),
          Root.PIPELINE, EnumSet.of(Purpose.AGGREGATE),
          Root.WRITES, EnumSet.of(Purpose.CREATE, Purpose.UPDATE),
          Root.PARAMS, EnumSet.of(Purpose.CALL, Purpose.FILE),
          Root.META, EnumSet.of(Purpose.FILE));

  private static final Set<String> PLAIN_OPTIONS = Set.of("skip", "limit", "distinct");
  private static final Set<String> LIST_OPTIONS = Set.of("sort", "select");

  /** The text is no variable, or one that never resolves; the message says why. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException(String problem) {
      super(problem);
    }
  }

  private final String text;
  private final Scope scope;
  private int at;

  private VariableParser(String text, Scope scope) {
    this.text = text;
    this.scope = scope;
  }

  static boolean isVariable(String text) {
    return text.startsWith("args.") || text.startsWith("utils.");
  }

  static Operand parse(String text, Scope scope) {
    check(text.length() <= MAX_LENGTH, "a variable of more than 1,000 characters");
    VariableParser parser = new VariableParser(text, scope);
    Operand operand = parser.operand(MAX_DEPTH);
    check(parser.at == text.length(), "malformed; {\"$literal\": …} makes it plain text");
    return operand;
  }

  private Operand operand(int depth) {
    check(depth > 0, "nested too deeply");
    return accept("utils.") ? call(depth) : variable(depth);
  }

  private Call call(int depth) {
    int start = at - "utils.".length();
    Function function = function(name());
    List<Operand> arguments = new ArrayList<>();
    if (accept("(")) {
      arguments(arguments, depth);
    } else {
      check(function.arity == 0, "expected the function's arguments in parentheses");
    }
    check(arguments.size() == function.arity, "takes " + function.arity + " arguments");
    Call call = new Call(text.substring(start, at), function, arguments);
    checkArguments(call);
    return call;
  }

  private void arguments(List<Operand> arguments, int depth) {
    skipSpaces();
    while (!accept(")")) {
      check(arguments.isEmpty() || accept(","), "expected a comma or a closing parenthesis");
      skipSpaces();
      arguments.add(argument(depth - 1));
      skipSpaces();
    }
  }

  private Operand argument(int depth) {
    if (text.startsWith("args.", at) || text.startsWith("utils.", at)) {
      return operand(depth);
    }
    for (String quote : List.of("'", "\"")) {
      if (accept(quote)) {
        int end = text.indexOf(quote, at);
        check(end >= 0, "a quote is not closed");
        String literal = text.substring(at, end);
        at = end + 1;
        return new Literal(literal);
      }
    }
    return new Literal(name());
  }

  private static Function function(String name) {
    return Arrays.stream(Function.values())
        .filter(function -> function.key.equals(name))
        .findFirst()
        .orElseThrow(() -> new MalformedException("unknown function"));
  }

  private static void checkArguments(Call call) {
    switch (call.function()) {
      case EXISTS, LENGTH ->
          check(call.arguments().get(0) instanceof Variable, "takes a variable of args");
      case ADD_DURATION -> {
        checkDate(call.arguments().get(0));
        check(
            !(call.arguments().get(1) instanceof Literal literal)
                || Dates.duration(literal.value()) != null,
            "takes a duration such as 1h30m");
      }
      case ROUND_UP_DATE -> {
        checkDate(call.arguments().get(0));
        check(
            call.arguments().get(1) instanceof Literal unit
                && unit.value() instanceof String name
                && Dates.UNITS.containsKey(name),
            "takes year, month, day, hour, minute or second");
      }
      case NOW -> {}
    }
  }

  private static void checkDate(Operand operand) {
    check(
        operand instanceof Literal literal
            ? Dates.read(literal.value()) != null
            : operand.type() == null || operand.type() == MatchType.DATE,
        "takes a date");
  }

  private Variable variable(int depth) {
    int start = at;
    check(depth > 0, "nested too deeply");
    check(accept("args."), "expected a variable that begins with args.");
    String first = name();
    Root root = root(first);
    List<Step> steps = new ArrayList<>();
    while (at < text.length()) {
      if (accept(".")) {
        steps.add(new Step.Name(name()));
      } else if (accept("[")) {
        steps.add(new Step.Index(variable(depth - 1)));
        check(accept("]"), "a bracket is not closed");
      } else {
        break;
      }
    }
    Variable variable =
        new Variable(
            text.substring(start, at), root, root == Root.STORED ? "args." + first : "", steps);
    checkSteps(variable);
    checkParams(variable);
    return variable;
  }

  private Root root(String name) {
    if (scope.isStore("args." + name)) {
      return Root.STORED;
    }
    check(!name.equals("result"), "resolves only in the clause of a query");
    for (Root root : Root.values()) {
      if (root != Root.STORED && Operand.key(root).equals(name)) {
        Set<Purpose> resolves = RESOLVES.getOrDefault(root, EnumSet.allOf(Purpose.class));
        check(
            resolves.contains(scope.purpose()),
            "never resolves in a rule for " + scope.purpose().key());
        return root;
      }
    }
    throw new MalformedException("unknown variable");
  }

  private static void checkSteps(Variable variable) {
    List<Step> steps = variable.steps();
    switch (variable.root()) {
      case AUTH, DOC, PIPELINE, PARAMS, META, STORED -> {}
      case OP -> check(steps.isEmpty(), "args.op has no parts");
      case FIND, WRITES -> checkField(steps);
      case UPDATE -> {
        check(
            !steps.isEmpty()
                && steps.get(0) instanceof Step.Name name
                && UpdateOperator.ofWire(name.name()) != null,
            "expected an update operator such as args.update.$set");
        if (steps.size() > 1) {
          checkField(steps.subList(1, steps.size()));
        }
      }
      case OPTS -> {
        String option = !steps.isEmpty() && steps.get(0) instanceof Step.Name n ? n.name() : "";
        check(
            LIST_OPTIONS.contains(option) || (PLAIN_OPTIONS.contains(option) && steps.size() == 1),
            "expected skip, limit, sort, select or distinct of args.opts");
      }
    }
  }

  /** Of a prefix's variables only those resolve that stand in it. */
  private void checkParams(Variable variable) {
    Set<String> names = scope.params();
    if (variable.root() == Root.PARAMS && names != null && !variable.steps().isEmpty()) {
      check(
          variable.steps().size() == 1,
          "what a variable of the prefix stands for is text, without parts");
      check(
          !(variable.steps().get(0) instanceof Step.Name name) || names.contains(name.name()),
          "is no variable of the prefix");
    }
  }

  /** A path of names: it is compared with the paths of the request, not walked. */
  private static void checkField(List<Step> steps) {
    check(!steps.isEmpty(), "expected the name of a field");
    check(steps.stream().allMatch(Step.Name.class::isInstance), "brackets do not go here");
    try {
      FieldPath.of(String.join(".", steps.stream().map(s -> ((Step.Name) s).name()).toList()));
    } catch (InvalidRequestException e) {
      throw new MalformedException("not a valid field path");
    }
  }

  private String name() {
    int start = at;
    while (at < text.length() && DELIMITERS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    check(at > start, "malformed: a name is missing");
    return text.substring(start, at);
  }

  private boolean accept(String token) {
    boolean found = text.startsWith(token, at);
    at += found ? token.length() : 0;
    return found;
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static void check(boolean valid, String problem) {
    if (!valid) {
      throw new MalformedException(problem);
    }
  }
}
