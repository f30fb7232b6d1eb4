package stockroom;

final class ShellTest {
    void carriesOutWhatIsAsked() {
        String printed = Session.output(
                "# a day in the shop", "", "day 2024-03-01", "item TEA-1 \"Green tea\" reorder 20",
                "receive TEA-1 50 main 2.40 expires 2025-06-30", "transfer TEA-1 10 main shop",
                "reserve A17 TEA-1 4 shop", "stock", "release A17", "value");
        Check.equal("TEA-1  main  40  0  40\nTEA-1  shop  10  4   6\nreleased 4\nTEA-1  Green tea  120.00\ntotal             120.00\n", printed);
    }

    void goesOnAfterAnError() {
        Session session = Session.of("item TEA Tea", "ship TEA 1 shop", "dance", "receive TEA 1 shop 1", "stock");
        Check.equal(1, session.code());
        Check.equal("line 2: of TEA only 0 are available in shop\nline 3: there is no command 'dance'\n", session.err());
        Check.equal("TEA  shop  1  0  1\n", session.out());
    }
}
