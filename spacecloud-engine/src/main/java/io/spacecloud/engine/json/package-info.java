/** Requests from their JSON. */
@NullMarked
package io.spacecloud.engine.json;

import org.jspecify.annotations.NullMarked;
