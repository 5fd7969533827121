package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows requests as short as they can be understood, for failures. */
final class RequestText {
  private RequestText() {}

  /** The table's columns and what is peculiar of each. */
  static String of(TableSpec table) {
    return table.columns().stream().map(RequestText::of).toList().toString();
  }

  private static String of(Column column) {
    return column.name()
        + " "
        + column.kind().label()
        + size(column)
        + (column.key() ? " key" : "")
        + (column.unique() ? " unique" : "")
        + (column.nullable() || column.key() ? "" : " required")
        + (column.ignoresCase() ? " ignoring case" : "");
  }

  private static String size(Column column) {
    return switch (column.kind()) {
      case INTEGER, STRING -> "(" + column.precision() + ")";
      case DECIMAL -> "(" + column.precision() + ", " + column.scale() + ")";
      case TIMESTAMP, TIME -> "(" + column.scale() + ")";
      default -> "";
    };
  }

  static String of(Step step) {
    if (step instanceof Step.Ask ask) {
      return of(ask.request());
    } else if (step instanceof Step.Halves halves) {
      return "halves by " + value(Conditions.toMap(halves.condition()));
    } else if (step instanceof Step.Pages pages) {
      return "pages of " + pages.size() + " of " + of(pages.read());
    } else if (step instanceof Step.Pivot pivot) {
      return "row " + pivot.place() + " by " + value(Conditions.toMap(pivot.condition()));
    }
    throw new AssertionError(step.getClass());
  }

  static String of(Request request) {
    if (request instanceof Read read) {
      return read(read);
    } else if (request instanceof Create create) {
      return "create " + create.op() + value(create.docs()) + dry(create.dryRun());
    } else if (request instanceof Update update) {
      return "update "
          + update.op()
          + value(Conditions.toMap(update.where()))
          + update.assignments().stream()
              .map(a -> " " + a.operator().wire() + " " + a.path() + " " + value(a.value()))
              .collect(Collectors.joining())
          + most(update.maxAffected())
          + dry(update.dryRun());
    } else if (request instanceof Delete delete) {
      return "delete "
          + delete.op()
          + value(Conditions.toMap(delete.where()))
          + most(delete.maxAffected())
          + dry(delete.dryRun());
    } else if (request instanceof Aggregate aggregate) {
      return "aggregate "
          + aggregate.op()
          + aggregate.stages().stream().map(RequestText::of).toList();
    } else if (request instanceof Batch batch) {
      return "batch " + batch.requests().stream().map(RequestText::of).toList();
    }
    throw new AssertionError(request.getClass());
  }

  private static String of(Stage stage) {
    return stage instanceof Stage.Match match
        ? "$match " + value(Conditions.toMap(match.condition()))
        : stage.toString();
  }

  private static String read(Read read) {
    return "read "
        + read.op()
        + value(Conditions.toMap(read.where()))
        + (read.select().isEmpty() ? "" : " select " + read.select())
        + (read.sort().isEmpty() ? "" : " sort " + read.sort())
        + (read.distinct() == null ? "" : " distinct " + read.distinct())
        + (read.skip() == 0 ? "" : " skip " + read.skip())
        + (read.limit() == null ? "" : " limit " + read.limit());
  }

  private static String most(Long maxAffected) {
    return maxAffected == null ? "" : " maxAffected " + maxAffected;
  }

  private static String dry(boolean dryRun) {
    return dryRun ? " dry" : "";
  }

  /** Such that values of different kinds look different. */
  static String value(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof List<?> list) {
      return list.stream().map(RequestText::value).toList().toString();
    } else if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof String text) {
      return '"' + text + '"';
    }
    return value instanceof BigDecimal decimal ? decimal + "m" : String.valueOf(value);
  }
}
