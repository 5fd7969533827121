package io.spacecloud.api.rule;

import io.spacecloud.api.request.CollectionRequest;
import io.spacecloud.api.request.FileOperation;
import io.spacecloud.api.request.Operation;

/** What someone wants to do to what: the object of a rule, and of what audits tell. */
public sealed interface Access {
  /** An operation on the rows of a collection. */
  record ToCollection(String database, String collection, Operation operation) implements Access {
    @Override
    public String toString() {
      return database + "." + collection + "." + operation.key();
    }
  }

  /** A call of a function. */
  record ToFunction(String service, String function) implements Access {
    @Override
    public String toString() {
      return service + "." + function;
    }
  }

  /**
   * An operation on a file or folder.
   *
   * @param path such as {@code /images/7/a.png}; of a rule, the prefix that it stands for
   */
  record ToFile(FileOperation operation, String path) implements Access {
    @Override
    public String toString() {
      return path + " " + operation.key();
    }
  }

  /** What a request on a collection is about. */
  static Access of(CollectionRequest request) {
    return new ToCollection(request.database(), request.collection(), request.operation());
  }

  /** The operation in one word: a collection's or file's as it is configured, {@code call}. */
  default String verb() {
    if (this instanceof ToCollection rows) {
      return rows.operation.key();
    } else if (this instanceof ToFunction) {
      return "call";
    } else if (this instanceof ToFile file) {
      return file.operation.key();
    }
    throw new AssertionError(getClass());
  }
}
