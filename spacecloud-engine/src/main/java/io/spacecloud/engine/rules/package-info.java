/** Declarative rules: parsed to a closed tree, compiled to small executables. */
@NullMarked
package io.spacecloud.engine.rules;

import org.jspecify.annotations.NullMarked;
