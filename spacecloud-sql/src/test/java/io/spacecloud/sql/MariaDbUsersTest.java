package io.spacecloud.sql;

class MariaDbUsersTest extends SqlUsersContract {
  MariaDbUsersTest() {
    super(Databases.MARIADB);
  }
}
