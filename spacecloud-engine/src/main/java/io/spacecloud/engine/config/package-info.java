/** What a configuration says, parsed and checked. */
@NullMarked
package io.spacecloud.engine.config;

import org.jspecify.annotations.NullMarked;
