package stockroom;

/** What is kept for an order in a place. */
record Reservation(String order, Spot spot, int quantity) {
    Reservation withQuantity(int other) {
        return new Reservation(order, spot, other);
    }
}
