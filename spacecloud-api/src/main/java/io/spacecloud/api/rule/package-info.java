/** What rules answer, and the interface of whoever evaluates them. */
@NullMarked
package io.spacecloud.api.rule;

import org.jspecify.annotations.NullMarked;
