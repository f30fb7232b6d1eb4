package stockroom;

final class SkuTest {
    void hasItsForm() {
        Check.equal("TEA-1", new Sku("TEA-1").toString());
        Check.refused("'tea' is no SKU; write it as in TEA-1", () -> new Sku("tea"));
        Check.refused("'TEA-' is no SKU; write it as in TEA-1", () -> new Sku("TEA-"));
    }
}
