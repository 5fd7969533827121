package io.spacecloud.sql;

import io.spacecloud.api.request.Read;

/** What of a read its statement's text depends on; the key of the cache of plans. */
final class ReadShape {
  private final Shapes shapes;
  private final Table table;
  private final Read read;
  private final int hash;

  ReadShape(Dialect dialect, Table table, Read read) {
    this.shapes = new Shapes(dialect, table);
    this.table = table;
    this.read = read;
    this.hash =
        ((shapes.hash(read.where()) * 31 + System.identityHashCode(table)) * 31
                    + read.op().hashCode())
                * 31
            + read.select().hashCode() * 17
            + read.sort().hashCode();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ReadShape other
        && hash == other.hash
        && table == other.table
        && read.op() == other.read.op()
        && (read.skip() > 0) == (other.read.skip() > 0)
        && (read.limit() == null) == (other.read.limit() == null)
        && read.select().equals(other.read.select())
        && read.sort().equals(other.read.sort())
        && java.util.Objects.equals(read.distinct(), other.read.distinct())
        && shapes.same(read.where(), other.read.where());
  }
}
