package stockroom;

/** Something that can lie in a stockroom. Below the level it is to be ordered again; a level of 0 asks for nothing. */
record Item(Sku sku, String name, int reorderLevel) {
    Item {
        if (name.isBlank()) {
            throw new StockException("an item needs a name");
        }
    }
}
