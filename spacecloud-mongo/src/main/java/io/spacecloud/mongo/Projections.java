package io.spacecloud.mongo;

import io.spacecloud.api.condition.FieldPath;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** Which fields the server sends. */
final class Projections {
  private Projections() {}

  /** The selected paths; one inside another is sent with it, and would be refused beside it. */
  static BsonDocument of(List<FieldPath> select) {
    BsonDocument projection = new BsonDocument();
    for (FieldPath path : select) {
      if (select.stream().noneMatch(other -> isInside(path, other))) {
        projection.append(path.toString(), Bson.ONE);
      }
    }
    if (!projection.containsKey(CollectionInfo.ID)) {
      projection.append(CollectionInfo.ID, new BsonInt32(0));
    }
    return projection;
  }

  private static boolean isInside(FieldPath path, FieldPath other) {
    return path.segments().size() > other.segments().size() && path.overlaps(other);
  }
}
