package io.spacecloud.mongo;

import java.util.Arrays;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Short forms of BSON documents. */
final class Bson {
  static final BsonInt32 ONE = number(1);

  private Bson() {}

  static BsonDocument doc(String name, BsonValue value) {
    return new BsonDocument(name, value);
  }

  static BsonDocument doc(String name, String value) {
    return doc(name, new BsonString(value));
  }

  static BsonDocument doc(String name, int value) {
    return doc(name, number(value));
  }

  static BsonInt32 number(int value) {
    return new BsonInt32(value);
  }

  static BsonArray array(BsonValue... values) {
    return new BsonArray(Arrays.asList(values));
  }

  static BsonArray array(List<? extends BsonValue> values) {
    return new BsonArray(values);
  }

  static BsonArray texts(String... values) {
    BsonArray array = new BsonArray();
    for (String value : values) {
      array.add(new BsonString(value));
    }
    return array;
  }
}
