package stockroom;

import java.time.LocalDate;

/** Something that came, went or moved. The text says from where and to where. */
record Movement(LocalDate day, Kind kind, Sku sku, int quantity, String text) {
    enum Kind {
        RECEIVED,
        SHIPPED,
        TRANSFERRED
    }
}
