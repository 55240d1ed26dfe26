/** A stand-in for the one class of RocksDB that is needed to load HiveMQ's topic tree. */
@NullMarked
package org.rocksdb;

import org.jspecify.annotations.NullMarked;
