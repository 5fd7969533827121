package io.spacecloud.sql;

class H2UsersTest extends SqlUsersContract {
  H2UsersTest() {
    super(Databases.H2);
  }
}
