/** Room. */
@org.jspecify.annotations.NullMarked
package io.quartermaster.protocol;
