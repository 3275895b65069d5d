/**
 * A deployment or a tenant as a YAML file: reading such a file, comparing it with what a server says of itself, making the
 * server like the file, and writing a file of what is there. It owns no table and knows no other room: all goes through the
 * admin API, so that every rule, permission and audit event is that of any other client.
 */
@NullMarked
package io.quartermaster.declared;

import org.jspecify.annotations.NullMarked;
