package io.spacecloud.api.result;

/** Turns documents into objects of an application's own classes. */
@FunctionalInterface
public interface DocumentMapper {
  /** An object of the type with the document's values. */
  <T> T map(Document document, Class<T> type);
}
