package io.spacecloud.api.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a case in which a backend differs smaller, for as long as it differs. */
final class SmallestCase {
  private static final int TRIES = 2_000;

  private final Trial trial;
  private List<Map<String, Object>> rows;
  private List<Step> steps;
  private String difference;
  private int tries;

  /**
   * @param steps of which the last is the one that differs
   */
  SmallestCase(Trial trial, List<Map<String, Object>> rows, List<Step> steps, String difference) {
    this.trial = trial;
    this.rows = rows;
    this.steps = steps;
    this.difference = difference;
  }

  /** The case and the difference, to be read. */
  String shrunk() {
    int before;
    do {
      before = size();
      fewerSteps();
      fewerRows();
      smallerSteps();
      fewerCells();
    } while (size() < before && tries < TRIES);
    return difference
        + rows.stream()
            .map(row -> "\n  row " + RequestText.value(row))
            .collect(Collectors.joining())
        + steps.stream().map(step -> "\n  " + RequestText.of(step)).collect(Collectors.joining());
  }

  private int size() {
    return RequestText.value(rows).length()
        + steps.stream().mapToInt(step -> RequestText.of(step).length()).sum();
  }

  /** Takes the case over if the backend differs in it. */
  private boolean fails(List<Map<String, Object>> fewerRows, List<Step> fewerSteps) {
    if (++tries > TRIES) {
      return false;
    }
    try {
      trial.fill(fewerRows);
    } catch (RuntimeException e) {
      return false;
    }
    for (int i = 0; i < fewerSteps.size(); i++) {
      String found = trial.difference(fewerSteps.get(i));
      if (found != null && manner(found).equals(manner(difference))) {
        rows = fewerRows;
        steps = fewerSteps.subList(0, i + 1);
        difference = found;
        return true;
      }
    }
    return false;
  }

  /** The kind of difference, so that a case does not become another: its verb and its errors. */
  private static List<String> manner(String difference) {
    return Pattern.compile("^\\w+|\\w+Exception")
        .matcher(difference)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private void fewerSteps() {
    for (int i = steps.size() - 2; i >= 0; i--) {
      fails(rows, i < steps.size() ? without(steps, i) : steps);
    }
  }

  private void fewerRows() {
    for (int i = rows.size() - 1; i >= 0; i--) {
      fails(without(rows, i), steps);
    }
  }

  private void smallerSteps() {
    for (int i = 0; i < steps.size(); i++) {
      boolean shrinking = true;
      while (shrinking && i < steps.size()) {
        int place = i;
        shrinking =
            Shrinking.smaller(steps.get(i)).stream()
                .anyMatch(smaller -> fails(rows, with(steps, place, smaller)));
      }
    }
  }

  private void fewerCells() {
    for (int i = 0; i < rows.size(); i++) {
      for (String name : List.copyOf(rows.get(i).keySet())) {
        Map<String, Object> smaller = new LinkedHashMap<>(rows.get(i));
        smaller.remove(name);
        fails(with(rows, i, smaller), steps);
      }
    }
  }

  private static <T> List<T> without(List<T> all, int place) {
    List<T> fewer = new ArrayList<>(all);
    fewer.remove(place);
    return fewer;
  }

  private static <T> List<T> with(List<T> all, int place, T other) {
    List<T> copy = new ArrayList<>(all);
    copy.set(place, other);
    return copy;
  }
}
