/** Tests of rules, without a database or with one, and what such tests reach. */
@NullMarked
package io.spacecloud.engine.testing;

import org.jspecify.annotations.NullMarked;
