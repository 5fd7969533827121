package io.spacecloud.sql;

class PostgresUsersTest extends SqlUsersContract {
  PostgresUsersTest() {
    super(Databases.POSTGRES);
  }
}
