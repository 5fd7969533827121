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
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs pipelines: all stages up to the first group or count are one pipeline of MongoDB's, the few
 * documents that come of it go through the rest in memory.
 */
final class Aggregator {
  private static final int MAX_GROUPS = 100_000;
  private static final DecoderContext DECODING = DecoderContext.builder().build();

  private final @Nullable Operations operations;
  private final Aggregate aggregate;
  private final List<BsonDocument> pipeline = new ArrayList<>();
  private CollectionInfo info;

  private Aggregator(CollectionInfo info, @Nullable Operations operations, Aggregate aggregate) {
    this.info = info;
    this.operations = operations;
    this.aggregate = aggregate;
  }

  static Result run(CollectionInfo info, Operations operations, Command.Pipeline command) {
    Aggregate aggregate = command.request();
    int wanted = aggregate.op() == Aggregate.Op.ONE ? 1 : command.pageLimit();
    return new Aggregator(info, operations, aggregate).run(wanted);
  }

  /** The pipeline that MongoDB runs. */
  static List<BsonDocument> describe(CollectionInfo info, Command.Pipeline command) {
    Aggregator aggregator = new Aggregator(info, null, command.request());
    List<Stage> stages = command.request().stages();
    int first = aggregator.renderAll(stages);
    if (first < stages.size() && stages.get(first) instanceof Stage.Group group) {
      aggregator.pipeline.add(new Grouping(aggregator.info, group).render());
    }
    return aggregator.pipeline;
  }

  private Result run(int wanted) {
    List<Stage> stages = aggregate.stages();
    int first = renderAll(stages);
    if (first == stages.size()) {
      pipeline.add(limit(wanted + 1L));
      return page(documents(), wanted);
    }
    List<Document> grouped =
        stages.get(first) instanceof Stage.Group group
            ? groups(group)
            : List.of(count((Stage.Count) stages.get(first)));
    return page(StageEvaluator.run(grouped, stages.subList(first + 1, stages.size())), wanted);
  }

  /** Renders the stages before the first that groups or counts, and tells which one that is. */
  private int renderAll(List<Stage> stages) {
    int i = 0;
    while (i < stages.size()
        && !(stages.get(i) instanceof Stage.Group)
        && !(stages.get(i) instanceof Stage.Count)) {
      pipeline.add(render(stages.get(i)));
      i++;
    }
    return i;
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
    for (BsonDocument document : Objects.requireNonNull(operations).aggregate(pipeline)) {
      documents.add(codec.decode(new BsonDocumentReader(document), DECODING));
    }
    return documents;
  }

  private Document count(Stage.Count count) {
    pipeline.add(doc("$count", new BsonString("n")));
    BsonDocument counted = Objects.requireNonNull(operations).aggregate(pipeline).first();
    long number = counted == null ? 0 : counted.getNumber("n").longValue();
    return Document.of(Map.of(count.name(), number));
  }

  private List<Document> groups(Stage.Group group) {
    Grouping grouping = new Grouping(info, group);
    pipeline.add(grouping.render());
    pipeline.add(limit(MAX_GROUPS + 1L));
    List<Document> groups = new ArrayList<>();
    for (BsonDocument each : Objects.requireNonNull(operations).aggregate(pipeline)) {
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
