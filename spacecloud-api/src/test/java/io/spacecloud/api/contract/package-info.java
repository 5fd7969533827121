/**
 * What every backend has to prove of itself, and how a third party proves it of its own.
 *
 * <p>A {@link io.spacecloud.api.contract.Harness} makes tables on a backend and runs requests
 * through a whole engine before it. With one, {@link io.spacecloud.api.contract.BackendContract} is
 * subclassed to run its cases, and {@link io.spacecloud.api.contract.Differential} sends random
 * requests to one or more backends and to a reference in memory, whose outcomes must be equal. What
 * a backend does not declare as a {@link io.spacecloud.api.spi.Capability} it must refuse. A source
 * of changes proves itself by {@link io.spacecloud.api.contract.ChangeSourceContract}.
 */
package io.spacecloud.api.contract;
