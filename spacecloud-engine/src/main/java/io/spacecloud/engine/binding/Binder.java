package io.spacecloud.engine.binding;

import io.spacecloud.api.condition.Condition;
import io.spacecloud.api.condition.Conditions;
import io.spacecloud.api.condition.FieldPath;
import io.spacecloud.api.error.InvalidRequestException;
import io.spacecloud.api.request.Aggregate;
import io.spacecloud.api.request.Assignment;
import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.Create;
import io.spacecloud.api.request.Delete;
import io.spacecloud.api.request.Read;
import io.spacecloud.api.request.Sort;
import io.spacecloud.api.request.Update;
import io.spacecloud.api.result.Document;
import io.spacecloud.api.spi.Capability;
import io.spacecloud.api.spi.CollectionSchema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Binds requests to one collection: every name is that of a field, every literal a value of its
 * field's kind, every written value as the column will hold it, every order total. Thread-safe.
 *
 * <p>What needs no change is returned as it came.
 */
public final class Binder {
  private final CollectionSchema schema;
  private final List<FieldPath> visible;
  private final Map<String, Object> defaults;
  private final Fields fields;
  private final ConditionBinder conditions;
  private final AssignmentBinder assignments;
  private final DocumentBinder documents;
  private final UpsertBinder upserts;
  private final Keyset keyset;
  private final List<Sort> keyOrder;

  /**
   * A binder for one collection.
   *
   * @param clock what {@code $currentDate} in a document that an upsert inserts is
   */
  public Binder(CollectionSchema schema, Set<Capability> capabilities, Clock clock) {
    this(new DeclaredSchema(schema, Map.of(), false), capabilities, clock);
  }

  /**
   * A binder for one collection of which more is declared than the database knows.
   *
   * @param clock what {@code $currentDate} in a document that an upsert inserts is
   */
  public Binder(DeclaredSchema declared, Set<Capability> capabilities, Clock clock) {
    this.schema = declared.schema();
    this.defaults = declared.defaults();
    this.visible = declared.narrowed() ? paths(schema) : List.of();
    this.fields = Fields.of(schema, capabilities);
    this.conditions = new ConditionBinder(fields);
    this.assignments = new AssignmentBinder(fields);
    this.documents = new DocumentBinder(schema, declared.defaults());
    this.upserts = new UpsertBinder(schema, documents, clock);
    this.keyset = new Keyset(fields, conditions, schema.primaryKey());
    this.keyOrder =
        schema.primaryKey().stream().map(name -> new Sort(FieldPath.of(name), false)).toList();
  }

  private static List<FieldPath> paths(CollectionSchema schema) {
    return schema.fields().stream().map(field -> FieldPath.of(field.name())).toList();
  }

  /** What a create writes where a field is left out. */
  public Map<String, Object> defaults() {
    return defaults;
  }

  /** The collection that requests are bound to. */
  public CollectionSchema schema() {
    return schema;
  }

  /**
   * The bound request.
   *
   * @param prefix where the request stands, such as {@code reqs.0.}; empty if alone
   * @throws InvalidRequestException naming the place, if it does not fit the collection
   */
  public CollectionRequest bind(String prefix, CollectionRequest request) {
    if (request instanceof Read read) {
      return read(prefix, read);
    } else if (request instanceof Create create) {
      return create(prefix, create);
    } else if (request instanceof Update update) {
      return update(prefix, update);
    } else if (request instanceof Delete delete) {
      Condition where = where(prefix, delete.where());
      return where == delete.where() ? delete : delete.withWhere(where);
    } else if (request instanceof Aggregate aggregate) {
      Bounds.stages(prefix, aggregate.stages());
      PipelineBinder pipeline = new PipelineBinder(fields, visible, this::complete);
      return aggregate.withStages(pipeline.bind(prefix + "pipe", aggregate.stages()));
    }
    throw new AssertionError(request.getClass());
  }

  /** A residual, bound as any other condition on the collection. */
  public Condition bind(Condition residual) {
    return conditions.bind("rule", residual);
  }

  /** Whether the condition is equality on the whole primary key, and nothing else. */
  public boolean isPrimaryKey(Condition where) {
    return KeyEqualities.isExactly(where, schema.primaryKey());
  }

  /** The part of a bound upsert's find that names the row: equalities on a unique key. */
  public Condition upsertKey(Condition where) {
    return Objects.requireNonNull(upserts.key(where));
  }

  /**
   * A document, bound as one of a create is.
   *
   * @param place where it stands
   */
  public Document bindDocument(String place, Document doc) {
    return documents.fits(doc) ? doc : documents.bind(place, doc);
  }

  /** The document that a bound upsert inserts where the row is missing. */
  public Document inserted(String prefix, Update upsert) {
    return upserts.document(prefix, upsert);
  }

  private Condition where(String prefix, Condition where) {
    String place = prefix.isEmpty() ? "find" : prefix + "find";
    Bounds.check(place, where);
    return conditions.bind(place, where);
  }

  private Read read(String prefix, Read read) {
    Condition where = where(prefix, read.where());
    Bounds.paths(prefix, "options.select", read.select());
    Bounds.paths(prefix, "options.sort", read.sort());
    for (int i = 0; i < read.select().size(); i++) {
      fields.at(prefix + "options.select", read.select().get(i));
    }
    List<FieldPath> select = read.select().isEmpty() ? visible : read.select();
    FieldPath distinct = read.distinct();
    if (distinct != null) {
      distinct(prefix + "options.distinct", distinct);
    }
    List<Sort> order = order(prefix, read, where);
    Document after = read.after();
    if (after != null) {
      where = Conditions.and(where, after(prefix, read, order, after));
    } else if (where == read.where() && order == read.sort() && select == read.select()) {
      return read;
    }
    return new Read(
        read.database(),
        read.collection(),
        read.op(),
        where,
        select,
        order,
        read.skip(),
        read.limit(),
        distinct,
        null,
        read.timeout());
  }

  private void distinct(String place, FieldPath path) {
    if (Fields.isJson(fields.at(place, path))) {
      throw new InvalidRequestException(place + "." + path, "JSON values are not told apart");
    }
  }

  private Condition after(String prefix, Read read, List<Sort> order, Document last) {
    String place = prefix + "options.after";
    boolean paged = read.op() == Read.Op.ONE || read.op() == Read.Op.ALL;
    if (!paged || keyOrder.isEmpty()) {
      throw new InvalidRequestException(
          place, paged ? "needs a primary key" : "goes with op one and all");
    }
    return keyset.after(place, order, last);
  }

  /** The order asked for, ties broken by the key where more than one document can come. */
  private List<Sort> order(String prefix, Read read, Condition where) {
    List<Sort> sort = read.sort();
    for (int i = 0; i < sort.size(); i++) {
      FieldPath path = sort.get(i).path();
      Fields.requireOrdered(
          prefix + "options.sort", path, fields.at(prefix + "options.sort", path));
    }
    boolean paged = read.op() == Read.Op.ONE || read.op() == Read.Op.ALL;
    boolean single = read.after() == null && KeyEqualities.pins(where, schema.primaryKey());
    if (!paged || single) {
      return sort;
    }
    return sort.isEmpty() ? keyOrder : complete(sort);
  }

  private List<Sort> complete(List<Sort> sort) {
    List<Sort> complete = new ArrayList<>(sort);
    for (Sort key : keyOrder) {
      if (sort.stream().noneMatch(s -> s.path().equals(key.path()))) {
        complete.add(key);
      }
    }
    return complete.size() == sort.size() ? sort : complete;
  }

  private Create create(String prefix, Create create) {
    List<Document> docs = create.docs();
    if (docs.isEmpty()) {
      throw new InvalidRequestException(prefix + "doc", "holds no document");
    }
    List<Document> changed = null;
    Problems problems = new Problems();
    for (int i = 0; i < docs.size(); i++) {
      if (!documents.fits(docs.get(i))) {
        changed = changed == null ? new ArrayList<>(docs) : changed;
        String place = prefix + (create.op() == Create.Op.ONE ? "doc" : "doc." + i);
        changed.set(i, documents.bind(place, docs.get(i), problems));
      }
    }
    problems.throwIfAny();
    return changed == null ? create : create.withDocs(changed);
  }

  private Update update(String prefix, Update update) {
    Condition where = where(prefix, update.where());
    List<Assignment> bound = assignments.bind(prefix + "update", update.assignments());
    Update result = update;
    if (where != update.where() || bound != update.assignments()) {
      result =
          new Update(
              update.database(),
              update.collection(),
              update.op(),
              where,
              bound,
              update.maxAffected(),
              update.dryRun(),
              update.timeout());
    }
    if (update.op() == Update.Op.UPSERT) {
      upserts.check(prefix, result);
    }
    return result;
  }
}
