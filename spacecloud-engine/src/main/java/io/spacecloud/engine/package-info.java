/** The door: {@code SpaceCloud}, its sessions and its configuration. */
@NullMarked
package io.spacecloud.engine;

import org.jspecify.annotations.NullMarked;
