/** Texts as bytes. */
@NullMarked
package io.spacecloud.engine.text;

import org.jspecify.annotations.NullMarked;
