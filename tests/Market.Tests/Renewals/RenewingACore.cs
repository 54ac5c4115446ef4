using System.Numerics;

namespace CoretimeDesk.Market.Tests.Renewals;

public sealed class RenewingACore
{
    private static readonly Perbill ThreePercent = new(30_000_000);

    [Fact]
    public void Stores_the_prices_that_the_chain_stored()
    {
        // What a final assignment or an ending lease put on record, then every renewal: by hand, and automatic in a rotation.
        var onRecord = new Dictionary<(ushort, Timeslice), PotentialRenewal>();
        var (sale, before, renewals) = (Recorded.Sale("coretime-sale-interlude"), Recorded.Block("coretime-001-configure"), 0);
        foreach (var block in Recorded.Blocks)
        {
            if (Recorded.Id(block) == "coretime-061-rotate-sale")
            {
                sale = Recorded.Sale("coretime-after-rotation");
            }

            var isRotation = Recorded.Events(block, "SaleInitialized").Any();
            var events = Recorded.Events(block, "Renewable", "Renewed", "Purchased").ToList();
            if (isRotation && renewals > 0)
            {
                sale = sale.Rotate(Recorded.RelayParent(before), Recorded.Configuration, PriceAdapters.Paseo, 3, 14);
            }

            for (var i = 0; i < events.Count; i++)
            {
                var (name, fields) = (events[i].GetProperty("event").GetString(), events[i].GetProperty("fields"));
                if (name == "Purchased")
                {
                    sale = Recorded.Id(block) == "coretime-074-purchase" ? sale.AfterSaleAt(Recorded.Amount(fields, "price")) : sale;
                    continue;
                }

                if (name == "Renewable")
                {
                    var entry = new PotentialRenewal(Recorded.U16(fields, "core"), new(Recorded.U32(fields, "begin")), Recorded.Amount(fields, "price"), CoreMask.Complete);
                    onRecord.Add((entry.Core, entry.When), entry);
                    continue;
                }

                var used = onRecord[(Recorded.U16(fields, "old_core"), new(Recorded.U32(fields, "begin")))];
                Assert.Equal(used.Price, Recorded.Amount(fields, "price"));
                Assert.Null(sale.RefusalOfRenewal(used, 14));

                var next = used.Renew(sale, Recorded.Configuration, Recorded.RelayParent(isRotation ? before : block));
                Assert.Equal(Recorded.U16(fields, "core"), next.Core);
                var announced = events[++i].GetProperty("fields");
                Assert.Equal((Recorded.U16(announced, "core"), Recorded.U32(announced, "begin"), Recorded.Amount(announced, "price")), (next.Core, next.When.Value, next.Price));
                sale = sale.AfterSaleAt(used.Price);
                onRecord.Add((next.Core, next.When), next);
                renewals++;
            }

            before = block;
        }

        Assert.Equal(3, renewals);
        Assert.Equal(["7500000000000", "7725000000000", "7956750000000"], onRecord.Values.Select(r => $"{r.Price}").Where(p => p.StartsWith('7')));
        Assert.Contains(onRecord.Values, r => r.Price == new Planck(283_250_000_000_000));
    }

    [Fact]
    public void Follows_the_rule_of_four_prices() => Check("""
        paid   end  sale    next
        1_000  10   50_000  1_030   // the bump
        1_000  10   1_010   1_010   // a new core is cheaper than the bumped price
        1_000  10   10      10      // waited until the end
        1_000  2_000 90_000 2_000   // the market has overtaken
        1_000  2_000 2_000  2_000
        16     1    100     16      // three percent are 0.48
        17     1    100     18      // and 0.51
        50     1    100     51      // exactly one and a half: down
        0      0    0       0
        0      7    700     7
        """);

    [Fact]
    public void Agrees_with_numbers_of_any_length_and_keeps_its_bounds() => Seeded.Run(2_000, random =>
    {
        var (paid, end, bump) = (random.Planck(), random.Planck(), new Perbill((uint)random.Next((int)Perbill.One + 1)));
        var sale = new Planck((UInt128)BigInteger.Min((BigInteger)UInt128.MaxValue, end.Big() * random.Next(1, 101)));

        var next = RenewalPrice.Next(paid, bump, end, sale);
        var product = paid.Big() * bump.Parts;
        var more = (product / Perbill.One) + (product % Perbill.One * 2 > Perbill.One ? 1 : 0);
        Assert.Equal(BigInteger.Min(sale.Big(), BigInteger.Max(paid.Big() + more, end.Big())), next.Big());
        Assert.InRange(next.Big(), end.Big(), sale.Big());
    });

    [Fact]
    public void Is_capped_by_nothing_where_the_sale_has_no_price()
    {
        var sale = new SaleInfo(new(3_000), 200, new(UInt128.MaxValue / 50), new(50), new(100), 2, 4, 3, null, 0);
        Assert.Equal(sale.EndPrice, RenewalPrice.Next(new(7), sale, Recorded.Configuration, new(3_000)));
        Assert.Equal(Planck.MaxValue, RenewalPrice.Next(Planck.MaxValue, ThreePercent, new(7), Planck.MaxValue));
    }

    [Fact]
    public void Refuses_what_the_chain_refuses()
    {
        var due = new PotentialRenewal(1, new(385_080), new(7), CoreMask.Complete);
        var refused = Assert.Throws<InvalidOperationException>(() => due.Renew(Recorded.Sale("coretime-sale-interlude"), Recorded.Configuration, new(30_100_804)));
        Assert.Contains("NotAllowed", refused.Message, StringComparison.Ordinal);
    }

    private static void Check(string table)
    {
        foreach (var line in table.Split('\n').Skip(1))
        {
            var n = line.Split("//")[0].Replace("_", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => Planck.Parse(c)).ToArray();
            Assert.Equal((line, n[3]), (line, RenewalPrice.Next(n[0], ThreePercent, n[1], n[2])));
        }
    }
}
