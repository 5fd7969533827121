/** What every backend has to prove of itself. */
package io.spacecloud.api.contract;
