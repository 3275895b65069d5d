/** Tests of models against a real database, without a server around them. */
@NullMarked
package io.quartermaster.model;

import org.jspecify.annotations.NullMarked;
