package stockroom;

final class NegativeValueTest {
    void theExampleOfTheIssue() {
        Check.equal("BOLT   Machine, large  48000000.00\ntotal                  48000000.00\n",
                Session.output("item BOLT \"Machine, large\"", "receive BOLT 40000 main 1200.00", "value"));
    }

    void severalBatchesThatAreLargeTogether() {
        Check.equal("BOLT   Bolt  36000000.00\ntotal        36000000.00\n", Session.output("item BOLT Bolt",
                "receive BOLT 10000 main 1200.00", "receive BOLT 10000 main 1200.00", "receive BOLT 10000 shop 1200.00", "value"));
    }

    void severalItemsThatAreLargeTogether() {
        Check.equal("A      A  20000000.00\nB      B  20000000.00\ntotal     40000000.00\n", Session.output("item A A", "item B B",
                "receive A 10000 main 2000.00", "receive B 10000 main 2000.00", "value"));
    }

    void veryLarge() {
        Check.equal("A      A  1999999999000000.00\ntotal     1999999999000000.00\n",
                Session.output("item A A", "receive A 2000000 main 999999999.50", "value"));
    }

    void smallValuesStay() {
        Check.equal("A      A  7.20\ntotal     7.20\n", Session.output("item A A", "receive A 3 main 2.40", "value"));
    }
}
