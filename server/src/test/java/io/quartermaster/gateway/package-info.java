/** Tests of the data plane over real sockets. */
@NullMarked
package io.quartermaster.gateway;

import org.jspecify.annotations.NullMarked;
