package io.spacecloud.sql;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.spi.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What commands come to in SQL, without values. Where rows are locked or checked by key, what they
 * have to satisfy stands in one statement with what is done to them.
 */
final class Descriptions {
  private final Context context;
  private final ReadRenderer reads;
  private final Updater updater;
  private final Inserter inserter;
  private final Aggregator aggregator;

  Descriptions(Context context) {
    this.context = context;
    this.reads = new ReadRenderer(context.dialect());
    this.updater = new Updater(context);
    this.inserter = new Inserter(context);
    this.aggregator = new Aggregator(context);
  }

  List<String> of(Command command) {
    Table table = context.tables().get(command.request().collection());
    if (command instanceof Command.Query query) {
      Read read = query.request();
      Long limit = read.limit();
      return List.of(ReadPlan.of(reads, table, read, limit == null ? -1 : limit).sql());
    } else if (command instanceof Command.Pipeline pipeline) {
      return List.of(text(aggregator.renderer(pipeline)));
    } else if (command instanceof Command.Insert insert) {
      return texts(inserter.texts(insert.request().docs(), table), table, insert.checks());
    } else if (command instanceof Command.Modify modify) {
      return texts(update(table, modify.request()), table, List.of(modify.check()));
    } else if (command instanceof Command.Upsert upsert) {
      return upsert(table, upsert);
    } else if (command instanceof Command.Remove remove) {
      Delete delete = remove.request();
      return List.of(
          text(
              sql -> {
                sql.text("DELETE FROM ").text(table.sql());
                reads.where(sql, table, delete.where());
              }));
    }
    throw new AssertionError(command.getClass());
  }

  private List<String> upsert(Table table, Command.Upsert upsert) {
    Condition where = Conditions.and(upsert.request().where(), upsert.guard());
    List<String> all = new ArrayList<>();
    all.addAll(
        texts(update(table, upsert.request().withWhere(where)), table, List.of(upsert.check())));
    all.addAll(
        texts(
            inserter.texts(List.of(upsert.insert()), table), table, List.of(upsert.insertCheck())));
    return all;
  }

  private List<String> update(Table table, Update update) {
    return List.of(text(sql -> updater.render(sql, table, update)));
  }

  /** What rows have to satisfy afterwards is asked of them by another statement. */
  private List<String> texts(List<String> texts, Table table, List<Condition> checks) {
    List<String> all = new ArrayList<>(texts);
    for (Condition check : checks) {
      if (!Keys.isTrivial(check)) {
        all.add(
            text(
                sql -> {
                  sql.text("SELECT COUNT(*) FROM ").text(table.sql());
                  reads.where(sql, table, check);
                }));
      }
    }
    return all;
  }

  private static String text(Consumer<Sql> renderer) {
    Sql.Text text = new Sql.Text();
    renderer.accept(text);
    return text.toString();
  }
}
