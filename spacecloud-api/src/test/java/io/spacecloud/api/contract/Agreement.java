package io.spacecloud.api.contract;

import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.value.Comparisons;
import io.spacecloud.api.value.Kind;
import io.spacecloud.api.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** Says how two results of one request differ, if they do. */
final class Agreement {
  private static final double RELATIVE = 1e-12;

  private final TableSpec spec;
  private final double tolerance;

  /**
   * @param magnitude the sum of all reals' magnitudes, to which errors of sums are relative
   */
  Agreement(TableSpec spec, double magnitude) {
    this.spec = spec;
    this.tolerance = magnitude * RELATIVE;
  }

  /** How the second differs from the first, or null. */
  String difference(Request request, Result expected, Result actual) {
    if (request instanceof Aggregate aggregate) {
      return listed(
          expected.documents(), actual.documents(), isOrdered(aggregate), this::nearlySame);
    } else if (request instanceof Read read && read.op() == Read.Op.DISTINCT) {
      Kind kind = spec.column(read.distinct().root()).kind();
      return listed(expected.values(), actual.values(), kind.isOrdered(), Agreement::sameWithKind);
    } else if (request instanceof Read read && read.op() != Read.Op.COUNT) {
      String truncated =
          expected.truncated() == actual.truncated() ? null : "truncated is " + actual.truncated();
      String documents = listed(expected.documents(), actual.documents(), true, this::sameDocument);
      return documents == null ? truncated : documents;
    }
    return counted(expected, actual);
  }

  private static String counted(Result expected, Result actual) {
    if (expected.count() != actual.count()) {
      return "counts " + actual.count() + ", expected " + expected.count();
    } else if (!expected.counts().equals(actual.counts())) {
      return "counts " + actual.counts() + ", expected " + expected.counts();
    }
    return listed(expected.keys(), actual.keys(), true, Comparisons::equal);
  }

  /** How rows of the table differ, or null. */
  String rows(List<? extends Map<String, Object>> expected, List<Document> actual) {
    List<Document> documents = expected.stream().map(Document::of).toList();
    return listed(documents, actual, true, this::sameDocument);
  }

  private static <T> String listed(
      List<? extends T> expected,
      List<? extends T> actual,
      boolean inOrder,
      BiPredicate<T, T> same) {
    boolean agree = expected.size() == actual.size();
    List<T> left = new ArrayList<>(actual);
    for (int i = 0; agree && i < expected.size(); i++) {
      T wanted = expected.get(i);
      int found = 0;
      while (!inOrder && found < left.size() - 1 && !same.test(wanted, left.get(found))) {
        found++;
      }
      agree = same.test(wanted, left.remove(found));
    }
    return agree
        ? null
        : "returns " + RequestText.value(actual) + ", expected " + RequestText.value(expected);
  }

  /** Whether a total order, which generated sorts are, is the last thing that arranges. */
  private static boolean isOrdered(Aggregate aggregate) {
    boolean ordered = false;
    for (Stage stage : aggregate.stages()) {
      ordered = stage instanceof Stage.Order || (ordered && !(stage instanceof Stage.Group));
    }
    return ordered;
  }

  private boolean sameDocument(Document a, Document b) {
    if (!Comparisons.equal(a, b)) {
      return false;
    }
    return a.keySet().stream()
        .allMatch(
            name ->
                spec.column(name).kind() == Kind.OBJECT || sameWithKind(a.get(name), b.get(name)));
  }

  private static boolean sameWithKind(Object a, Object b) {
    return Values.kindOf(a) == Values.kindOf(b) && Comparisons.equal(a, b);
  }

  private boolean nearlySame(Object a, Object b) {
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      Set<Object> names = new HashSet<>(x.keySet());
      names.addAll(y.keySet());
      return names.stream().allMatch(name -> nearlySame(x.get(name), y.get(name)));
    } else if (a instanceof Double x && b instanceof Number y) {
      double error = Math.abs(x - y.doubleValue());
      return error <= Math.max(tolerance, Math.abs(x) * RELATIVE);
    }
    return Comparisons.equal(a, b);
  }
}
