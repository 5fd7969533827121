package io.spacecloud.api.contract;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Condition.And;
import io.spacecloud.api.condition.Condition.Membership;
import io.spacecloud.api.condition.Condition.Not;
import io.spacecloud.api.condition.Condition.Or;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Batch;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Request;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.request.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is one part smaller than a step, a request or a condition. */
final class Shrinking {
  private Shrinking() {}

  static List<Step> smaller(Step step) {
    if (step instanceof Step.Ask ask) {
      return smaller(ask.request()).stream().map(r -> (Step) new Step.Ask(r)).toList();
    } else if (step instanceof Step.Halves halves) {
      return smaller(halves.condition()).stream().map(c -> (Step) new Step.Halves(c)).toList();
    } else if (step instanceof Step.Pages pages) {
      return read(pages.read()).stream()
          .map(read -> (Step) new Step.Pages((Read) read, pages.size()))
          .toList();
    } else if (step instanceof Step.Pivot pivot) {
      return smaller(pivot.condition()).stream()
          .map(c -> (Step) new Step.Pivot(c, pivot.place()))
          .toList();
    }
    throw new AssertionError(step.getClass());
  }

  static List<? extends Request> smaller(Request request) {
    if (request instanceof Read read) {
      return read(read);
    } else if (request instanceof Create create) {
      return create.docs().size() < 2 ? List.of() : fewer(create.docs(), create::withDocs);
    } else if (request instanceof Update update) {
      return update(update);
    } else if (request instanceof Delete delete) {
      return conditions(delete.where(), delete::withWhere);
    } else if (request instanceof Aggregate aggregate) {
      return pipeline(aggregate);
    } else if (request instanceof Batch batch) {
      return batch(batch);
    }
    throw new AssertionError(request.getClass());
  }

  private static List<Request> read(Read read) {
    List<Request> smaller = new ArrayList<>(conditions(read.where(), read::withWhere));
    smaller.addAll(fewer(read.sort(), read::withSort));
    smaller.addAll(fewer(read.select(), read::withSelect));
    return smaller;
  }

  private static List<Request> update(Update update) {
    List<Request> smaller = new ArrayList<>();
    if (update.op() != Update.Op.UPSERT) {
      smaller.addAll(conditions(update.where(), update::withWhere));
    }
    if (update.assignments().size() > 1) {
      smaller.addAll(fewer(update.assignments(), update::withAssignments));
    }
    return smaller;
  }

  private static List<Request> pipeline(Aggregate aggregate) {
    List<Request> smaller = new ArrayList<>();
    List<Stage> stages = aggregate.stages();
    if (!stages.isEmpty() && aggregate.op() == Aggregate.Op.ALL) {
      smaller.add(aggregate.withStages(stages.subList(0, stages.size() - 1)));
    }
    for (Stage stage : stages) { // an order stays before what cuts
      if (!(stage instanceof Stage.Order || stage instanceof Stage.Group)) {
        smaller.add(aggregate.withStages(stages.stream().filter(other -> other != stage).toList()));
      }
    }
    for (Stage stage : stages) {
      if (stage instanceof Stage.Match match) {
        smaller.addAll(
            conditions(
                match.condition(),
                c -> aggregate.withStages(replaced(stages, stage, new Stage.Match(c)))));
      } else if (stage instanceof Stage.Group group) {
        smaller.addAll(
            fewer(
                group.accumulators(),
                a ->
                    aggregate.withStages(
                        replaced(
                            stages, stage, new Stage.Group(group.keys(), group.composite(), a)))));
      }
    }
    return smaller;
  }

  private static List<Request> batch(Batch batch) {
    List<WriteRequest> writes = batch.requests();
    List<Request> smaller = new ArrayList<>();
    if (writes.size() == 1) {
      smaller.add(writes.get(0));
    } else {
      smaller.addAll(fewer(writes, batch::withRequests));
    }
    for (WriteRequest write : writes) {
      for (Request each : smaller(write)) {
        smaller.add(batch.withRequests(replaced(writes, write, (WriteRequest) each)));
      }
    }
    return smaller;
  }

  private static List<Request> conditions(
      Condition where, Function<Condition, ? extends Request> whole) {
    List<Request> smaller = new ArrayList<>();
    if (!where.equals(Conditions.TRUE)) {
      smaller.add(whole.apply(Conditions.TRUE));
    }
    smaller(where).forEach(each -> smaller.add(whole.apply(each)));
    return smaller;
  }

  private static <T> List<Request> fewer(
      List<T> parts, Function<List<T>, ? extends Request> whole) {
    List<Request> smaller = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      List<T> fewer = new ArrayList<>(parts);
      fewer.remove(i);
      smaller.add(whole.apply(fewer));
    }
    return smaller;
  }

  private static <T> List<T> replaced(List<T> all, T one, T other) {
    return all.stream().map(each -> each == one ? other : each).toList();
  }

  /** A part alone, or the whole with one part less or one part smaller. */
  static List<Condition> smaller(Condition condition) {
    List<Condition> smaller = new ArrayList<>();
    if (condition instanceof Not not) {
      smaller.add(not.condition());
      smaller(not.condition()).forEach(each -> smaller.add(Conditions.not(each)));
    } else if (condition instanceof And and) {
      parts(and.conditions(), Conditions::and, smaller);
    } else if (condition instanceof Or or) {
      parts(or.conditions(), Conditions::or, smaller);
    } else if (condition instanceof Membership in) {
      in.values().forEach(value -> smaller.add(Conditions.equal(in.path(), value)));
    }
    return smaller;
  }

  private static void parts(
      List<Condition> parts, Function<List<Condition>, Condition> whole, List<Condition> smaller) {
    smaller.addAll(parts);
    for (int i = 0; i < parts.size(); i++) {
      List<Condition> fewer = new ArrayList<>(parts);
      Condition part = fewer.remove(i);
      smaller.add(whole.apply(fewer));
      for (Condition each : smaller(part)) {
        List<Condition> other = new ArrayList<>(parts);
        other.set(i, each);
        smaller.add(whole.apply(other));
      }
    }
  }
}
