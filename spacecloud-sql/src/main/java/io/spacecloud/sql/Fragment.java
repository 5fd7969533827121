package io.spacecloud.sql;

import java.util.function.Consumer;

/** A piece of a statement that can stand inside another: text and arguments by the same walk. */
record Fragment(Consumer<Sql> renderer) {
  void write(Sql sql) {
    renderer.accept(sql);
  }
}
