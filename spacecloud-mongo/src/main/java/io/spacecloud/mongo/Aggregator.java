package io.spacecloud.mongo;

import static io.spacecloud.mongo.Bson.doc;

import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Stage;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.result.Result;
import io.spacecloud.api.spi.Command;
import io.spacecloud.api.spi.FieldSchema;
import io.spacecloud.api.spi.StageEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.codecs.DecoderContext;

/**
 * Runs pipelines: all stages up to the first group or count are one pipeline of MongoDB's, the few
 * documents that come of it go through the rest in memory.
 */
final class Aggregator {
  private static final int MAX_GROUPS = 100_000;
  private static final DecoderContext DECODING = DecoderContext.builder().build();

  private final Operations operations;
  private final Aggregate aggregate;
  private final List<BsonDocument> pipeline = new ArrayList<>();
  private CollectionInfo info;

  private Aggregator(CollectionInfo info, Operations operations, Aggregate aggregate) {
    this.info = info;
    this.operations = operations;
    this.aggregate = aggregate;
  }

  static Result run(CollectionInfo info, Operations operations, Command.Pipeline command) {
    Aggregate aggregate = command.request();
    int wanted = aggregate.op() == Aggregate.Op.ONE ? 1 : command.pageLimit();
    return new Aggregator(info, operations, aggregate).run(wanted);
  }

  private Result run(int wanted) {
    List<Stage> stages = aggregate.stages();
    for (int i = 0; i < stages.size(); i++) {
      List<Stage> rest = stages.subList(i + 1, stages.size());
      if (stages.get(i) instanceof Stage.Group group) {
        return page(StageEvaluator.run(groups(group), rest), wanted);
      } else if (stages.get(i) instanceof Stage.Count count) {
        return page(StageEvaluator.run(List.of(count(count)), rest), wanted);
      }
      pipeline.add(render(stages.get(i)));
    }
    pipeline.add(limit(wanted + 1L));
    return page(documents(), wanted);
  }

  private Result page(List<Document> documents, int wanted) {
    boolean cut = documents.size() > wanted;
    List<Document> page = cut ? documents.subList(0, wanted) : documents;
    return Result.ofDocuments(List.copyOf(page), cut && aggregate.op() == Aggregate.Op.ALL);
  }

  private BsonDocument render(Stage stage) {
    if (stage instanceof Stage.Match match) {
      return doc("$match", new ConditionRenderer(info).render(match.condition()));
    } else if (stage instanceof Stage.Order order) {
      return doc("$sort", Reader.order(order.keys()));
    } else if (stage instanceof Stage.Skip skip) {
      return doc("$skip", new BsonInt64(skip.documents()));
    } else if (stage instanceof Stage.Limit limit) {
      return limit(limit.documents());
    } else if (stage instanceof Stage.Project project) {
      return project(project);
    }
    throw new AssertionError(stage.getClass());
  }

  private static BsonDocument limit(long documents) {
    return documents == 0
        ? doc("$match", ConditionRenderer.none())
        : doc("$limit", new BsonInt64(documents));
  }

  private BsonDocument project(Stage.Project project) {
    BsonDocument fields = new BsonDocument();
    List<FieldSchema> schemas = new ArrayList<>();
    for (Stage.Projection field : project.fields()) {
      fields.append(field.name(), Expressions.field(field.source()));
      schemas.add(new FieldSchema(field.name(), info.kind(field.source()), true, false, false, -1));
    }
    if (!fields.containsKey(CollectionInfo.ID)) {
      fields.append(CollectionInfo.ID, Bson.number(0));
    }
    info = info.derive(schemas);
    return doc("$project", fields);
  }

  private List<Document> documents() {
    DocumentCodec codec = DocumentCodec.of(info, List.of());
    List<Document> documents = new ArrayList<>();
    for (BsonDocument document : operations.aggregate(pipeline)) {
      documents.add(codec.decode(new BsonDocumentReader(document), DECODING));
    }
    return documents;
  }

  private Document count(Stage.Count count) {
    pipeline.add(doc("$count", new BsonString("n")));
    BsonDocument counted = operations.aggregate(pipeline).first();
    long number = counted == null ? 0 : counted.getNumber("n").longValue();
    return Document.of(Map.of(count.name(), number));
  }

  private List<Document> groups(Stage.Group group) {
    Grouping grouping = new Grouping(info, group);
    pipeline.add(grouping.render());
    pipeline.add(limit(MAX_GROUPS + 1L));
    List<Document> groups = new ArrayList<>();
    for (BsonDocument each : operations.aggregate(pipeline)) {
      groups.add(grouping.read(each));
    }
    if (groups.size() > MAX_GROUPS) {
      throw new InvalidRequestException("pipe", "more than " + MAX_GROUPS + " groups");
    } else if (groups.isEmpty() && group.keys().isEmpty()) {
      return List.of(grouping.read(new BsonDocument()));
    }
    return groups;
  }
}
