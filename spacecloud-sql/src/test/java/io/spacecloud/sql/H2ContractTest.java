package io.spacecloud.sql;

class H2ContractTest extends SqlContract {
  H2ContractTest() {
    super(Databases.H2);
  }
}
