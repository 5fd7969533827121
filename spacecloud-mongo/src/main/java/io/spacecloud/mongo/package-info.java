/** The MongoDB backend: collections of documents, on the synchronous driver. */
@NullMarked
package io.spacecloud.mongo;

import org.jspecify.annotations.NullMarked;
