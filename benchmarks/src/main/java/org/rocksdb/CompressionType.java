package org.rocksdb;

/** Named by HiveMQ's settings, which its topic tree reads; stands in for sixty megabytes of RocksDB. */
public enum CompressionType {
    NO_COMPRESSION,
    SNAPPY_COMPRESSION,
    ZLIB_COMPRESSION,
    BZLIB2_COMPRESSION,
    LZ4_COMPRESSION,
    LZ4HC_COMPRESSION,
    XPRESS_COMPRESSION,
    ZSTD_COMPRESSION,
    DISABLE_COMPRESSION_OPTION
}
