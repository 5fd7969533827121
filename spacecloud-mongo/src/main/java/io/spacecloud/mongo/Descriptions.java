package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Command;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What commands come to in MongoDB's language, without values. What a document must satisfy
 * afterwards is asked in memory, before it is written.
 */
final class Descriptions {
  private static final BsonValue BLANK = new BsonString("?");

  private final Handle handle;
  private final Clock clock;

  Descriptions(Handle handle, Clock clock) {
    this.handle = handle;
    this.clock = clock;
  }

  List<String> of(Command command) {
    if (command instanceof Command.Query query) {
      return List.of(read(query.request()));
    } else if (command instanceof Command.Pipeline pipeline) {
      return List.of("aggregate " + stages(Aggregator.describe(handle.info(), pipeline)));
    } else if (command instanceof Command.Insert insert) {
      return insert.request().docs().stream().map(Descriptions::insert).distinct().toList();
    } else if (command instanceof Command.Modify modify) {
      return List.of(update(modify.request(), Conditions.TRUE));
    } else if (command instanceof Command.Upsert upsert) {
      return List.of(update(upsert.request(), upsert.guard()), insert(upsert.insert()));
    } else if (command instanceof Command.Remove remove) {
      return List.of("delete " + json(doc("filter", filter(remove.request().where()))));
    }
    throw new AssertionError(command.getClass());
  }

  private BsonDocument filter(Condition condition) {
    return handle.conditions().render(condition);
  }

  private String read(Read read) {
    BsonDocument shape = doc("filter", filter(read.where()));
    String name =
        read.op() == Read.Op.ONE || read.op() == Read.Op.ALL
            ? "find"
            : read.op().name().toLowerCase(java.util.Locale.ROOT);
    BsonDocument blank = (BsonDocument) blank(shape);
    if (!read.select().isEmpty()) {
      blank.append("projection", Projections.of(read.select()));
    }
    if (!read.sort().isEmpty()) {
      blank.append("sort", Reader.order(read.sort()));
    }
    return name + " " + blank.toJson();
  }

  private String update(Update update, Condition guard) {
    UpdatePlan plan = UpdatePlan.of(handle.info(), update.assignments(), clock);
    BsonDocument shape = doc("filter", filter(Conditions.and(update.where(), guard)));
    if (plan.isNative()) {
      shape.append("update", plan.update());
    }
    return "update " + json(shape);
  }

  private static String json(BsonDocument shape) {
    return ((BsonDocument) blank(shape)).toJson();
  }

  /** Beside conditions, what a pipeline names are fields. */
  private static List<String> stages(List<BsonDocument> stages) {
    List<String> all = new ArrayList<>();
    for (BsonDocument stage : stages) {
      boolean orders = stage.containsKey("$sort");
      BsonValue shown = stage.containsKey("$match") ? blank(stage) : orders ? stage : fields(stage);
      all.add(((BsonDocument) shown).toJson());
    }
    return all;
  }

  private static BsonValue fields(BsonValue value) {
    if (value instanceof BsonDocument document && !document.containsKey("$literal")) {
      BsonDocument shown = new BsonDocument();
      document.forEach((name, inner) -> shown.append(name, fields(inner)));
      return shown;
    } else if (value instanceof BsonArray array) {
      return new BsonArray(array.stream().map(Descriptions::fields).toList());
    }
    boolean field = value instanceof BsonString text && text.getValue().startsWith("$");
    return field ? value : BLANK;
  }

  private static String insert(Document document) {
    return "insert " + List.copyOf(document.keySet());
  }

  /** Names and operators stay; so does what operators say of kinds and presence. */
  private static BsonValue blank(BsonValue value) {
    if (value instanceof BsonDocument document) {
      BsonDocument blank = new BsonDocument();
      for (Map.Entry<String, BsonValue> each : document.entrySet()) {
        boolean keeps = each.getKey().equals("$exists") || each.getKey().equals("$type");
        blank.append(each.getKey(), keeps ? each.getValue() : blank(each.getValue()));
      }
      return blank;
    } else if (value instanceof BsonArray array) {
      List<BsonValue> elements = new ArrayList<>();
      array.forEach(each -> elements.add(blank(each)));
      return new BsonArray(elements);
    }
    return BLANK;
  }
}
