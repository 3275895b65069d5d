/** What a node and its database need to serve well, looked at one by one and never changed. Owns no tables. */
@NullMarked
package io.quartermaster.doctor;

import org.jspecify.annotations.NullMarked;
