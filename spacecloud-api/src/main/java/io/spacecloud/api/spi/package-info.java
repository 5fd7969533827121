/** What databases, brokers and stores implement. */
@NullMarked
package io.spacecloud.api.spi;

import org.jspecify.annotations.NullMarked;
