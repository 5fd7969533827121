package io.spacecloud.sql;

/** Finds the column that a name means. */
@FunctionalInterface
interface Columns {
  Column column(String name);
}
