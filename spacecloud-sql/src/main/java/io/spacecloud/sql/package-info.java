/** The SQL backend: H2, PostgreSQL and MariaDB/MySQL. */
@NullMarked
package io.spacecloud.sql;

import org.jspecify.annotations.NullMarked;
