/** The condition tree, its factories, its wire form and its reference evaluator. */
@NullMarked
package io.spacecloud.api.condition;

import org.jspecify.annotations.NullMarked;
