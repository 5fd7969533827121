package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.value.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Rows with a name each, holding one value {@code v}, and conditions with the names of the rows for
 * which they hold.
 */
public final class CaseTable {
  /** One condition and the names of its rows. */
  public record Case(Condition condition, TreeSet<String> names) {}

  private final String title;
  private final Column column;
  private final Map<String, Object> rows = new LinkedHashMap<>();
  private final List<Case> cases = new ArrayList<>();

  private CaseTable(String title, Column column) {
    this.title = title;
    this.column = column;
  }

  static CaseTable of(String title, Column column) {
    return new CaseTable(title, column);
  }

  CaseTable row(String name, Object value) {
    if (rows.containsKey(name)) {
      throw new IllegalArgumentException("two rows called " + name);
    }
    rows.put(name, value);
    return this;
  }

  /** Names apart by spaces. */
  CaseTable when(Condition condition, String names) {
    TreeSet<String> set = new TreeSet<>(List.of(names.trim().split(" +")));
    set.remove("");
    if (!rows.keySet().containsAll(set)) {
      throw new IllegalArgumentException("unknown row in: " + names);
    }
    cases.add(new Case(condition, set));
    return this;
  }

  /** For every row but these. */
  CaseTable whenAllBut(Condition condition, String names) {
    List<String> others = new ArrayList<>(rows.keySet());
    others.removeAll(List.of(names.trim().split(" +")));
    return when(condition, String.join(" ", others));
  }

  public String title() {
    return title;
  }

  public TableSpec spec() {
    return TableSpec.of("cases", Column.of("id", Kind.STRING).asKey(), column);
  }

  public List<Case> cases() {
    return List.copyOf(cases);
  }

  public TreeSet<String> names() {
    return new TreeSet<>(rows.keySet());
  }

  /** The rows as documents of {@code id} and {@code v}. */
  public List<Map<String, Object>> documents() {
    List<Map<String, Object>> documents = new ArrayList<>();
    rows.forEach(
        (name, value) -> {
          Map<String, Object> document = new LinkedHashMap<>();
          document.put("id", name);
          document.put("v", value);
          documents.add(document);
        });
    return documents;
  }

  @Override
  public String toString() {
    return title;
  }
}
