/** What is allowed in a configuration, and hardly meant. */
@NullMarked
package io.spacecloud.engine.lint;

import org.jspecify.annotations.NullMarked;
