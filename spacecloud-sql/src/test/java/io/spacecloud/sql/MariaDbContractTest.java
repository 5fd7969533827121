package io.spacecloud.sql;

class MariaDbContractTest extends SqlContract {
  MariaDbContractTest() {
    super(Databases.MARIADB);
  }
}
