package stockroom;

final class PartOfAnOrderTest {
    private static final String[] START = {"item LAMP Lamp", "receive LAMP 10 shop 20.00", "receive LAMP 5 main 20.00"};

    void theRestStaysReserved() {
        Check.equal("LAMP  main  5  0  5\nLAMP  shop  6  6  0\n", after("reserve A17 LAMP 10 shop", "ship LAMP 4 shop order A17", "stock"));
    }

    void nobodyElseGetsTheRest() {
        Session session = Session.of(lines("reserve A17 LAMP 10 shop", "ship LAMP 4 shop order A17", "ship LAMP 6 shop", "ship LAMP 6 shop order A17"));
        Check.equal("line 6: of LAMP only 0 are available in shop\n", session.err());
    }

    void theRestCanBeReleased() {
        Check.equal("released 6\n", after("reserve A17 LAMP 10 shop", "ship LAMP 4 shop order A17", "release A17"));
    }

    void whatIsShippedInAllIsReservedNoLonger() {
        Session session = Session.of(lines("reserve A17 LAMP 7 shop", "ship LAMP 3 shop order A17", "ship LAMP 4 shop order A17", "release A17"));
        Check.equal("line 7: nothing is reserved for A17\n", session.err());
    }

    void anOrderMayHaveReservedTwice() {
        Check.equal("LAMP  main  5  0  5\nLAMP  shop  5  2  3\n",
                after("reserve A17 LAMP 3 shop", "reserve A17 LAMP 4 shop", "ship LAMP 5 shop order A17", "stock"));
    }

    void moreThanWasReservedComesFromWhatIsAvailable() {
        Check.equal("LAMP  main  5  0  5\nLAMP  shop  5  2  3\n",
                after("reserve A17 LAMP 3 shop", "reserve A18 LAMP 2 shop", "ship LAMP 5 shop order A17", "stock"));
    }

    void otherPlacesAndOrdersKeepTheirs() {
        Check.equal("LAMP  main  5  5  0\nLAMP  shop  8  4  4\n", after(
                "reserve A17 LAMP 2 shop", "reserve A17 LAMP 5 main", "reserve A18 LAMP 4 shop", "ship LAMP 2 shop order A17", "stock"));
    }

    private static String after(String... lines) {
        return Session.output(lines(lines));
    }

    private static String[] lines(String... lines) {
        String[] all = new String[START.length + lines.length];
        System.arraycopy(START, 0, all, 0, START.length);
        System.arraycopy(lines, 0, all, START.length, lines.length);
        return all;
    }
}
