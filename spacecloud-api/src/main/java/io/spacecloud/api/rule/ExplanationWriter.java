package io.spacecloud.api.rule;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.value.ObjectId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes explanations in what JSON has. */
final class ExplanationWriter {
  private ExplanationWriter() {}

  static Map<String, @Nullable Object> write(Explanation explanation) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    Verdict verdict = explanation.verdict();
    map.put("verdict", verdict(verdict));
    if (verdict instanceof Verdict.Denied denied) {
      map.put("rule", denied.rule());
      putUnlessNull(map, "name", denied.name());
      map.put("reason", denied.reason());
    } else {
      residual(map, verdict.residual());
      fields(map, verdict.fields());
      results(map, verdict.effects().results());
    }
    map.put("rules", explanation.traces().stream().map(ExplanationWriter::rule).toList());
    map.put("statements", explanation.statements());
    return map;
  }

  private static String verdict(Verdict verdict) {
    if (verdict.isDenied()) {
      return "denied";
    }
    return verdict.residual().equals(Conditions.TRUE) ? "granted" : "restricted";
  }

  private static void residual(Map<String, @Nullable Object> map, @Nullable Condition residual) {
    if (residual != null && !residual.equals(Conditions.TRUE)) {
      map.put("residual", value(Conditions.toMap(residual)));
    }
  }

  private static void fields(Map<String, @Nullable Object> map, FieldAccess fields) {
    if (!fields.isAll()) {
      Map<String, Object> access = new LinkedHashMap<>();
      access.put("allowed", fields.allowed().stream().map(ExplanationWriter::texts).toList());
      access.put("denied", texts(fields.denied()));
      map.put("fields", access);
    }
  }

  private static void results(Map<String, @Nullable Object> map, List<ResultEffect> results) {
    if (!results.isEmpty()) {
      map.put("results", results.stream().map(ExplanationWriter::result).toList());
    }
  }

  private static Map<String, String> result(ResultEffect effect) {
    String kind = effect.kind().name().toLowerCase(Locale.ROOT);
    return Map.of("effect", kind, "field", effect.path().toString());
  }

  private static List<String> texts(Collection<FieldPath> paths) {
    return paths.stream().map(FieldPath::toString).sorted().toList();
  }

  private static Map<String, @Nullable Object> rule(RuleTrace trace) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("path", trace.path());
    putUnlessNull(map, "name", trace.name());
    map.put("rule", trace.rule());
    map.put("outcome", trace.outcome().name().toLowerCase(Locale.ROOT));
    if (!trace.reason().isEmpty()) {
      map.put("reason", trace.reason());
    }
    residual(map, trace.residual());
    if (!trace.effects().isEmpty()) {
      map.put("effects", trace.effects());
    }
    map.put("operands", trace.operands().stream().map(ExplanationWriter::operand).toList());
    map.put("clauses", trace.clauses().stream().map(ExplanationWriter::rule).toList());
    return map;
  }

  private static Map<String, @Nullable Object> operand(RuleTrace.Operand operand) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("text", operand.text());
    map.put("resolved", operand.resolved());
    putUnlessNull(map, "value", value(operand.value()));
    return map;
  }

  private static void putUnlessNull(
      Map<String, @Nullable Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static @Nullable Object value(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, member) -> copy.put(String.valueOf(name), value(member)));
      return copy;
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(value(element)));
      return copy;
    } else if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    } else if (value instanceof ObjectId id) {
      return Map.of("$oid", id.hex());
    }
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    return plain ? value : String.valueOf(value);
  }
}
