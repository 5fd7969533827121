package io.spacecloud.sql;

class PostgresContractTest extends SqlContract {
  PostgresContractTest() {
    super(Databases.POSTGRES);
  }
}
