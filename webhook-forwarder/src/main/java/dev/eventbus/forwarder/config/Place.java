package dev.eventbus.forwarder.config;

import org.yaml.snakeyaml.error.Mark;

/**
 * Where in the configuration something stands.
 *
 * @param line from 1 on, or 0 for the file as a whole
 */
record Place(String file, int line, int column) {
    static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    static Place at(String file, Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
