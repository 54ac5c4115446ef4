using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Clusters;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Tests.Clusters;

public class FindingClusters
{
    private static readonly DateTimeOffset Now = BudgetTable.Day("100");

    [Theory]
    [InlineData("", "")]
    [InlineData("f>a f>b", "CommonFunder f")]
    [InlineData("f>x x>a f>b", "CommonFunder f")]
    [InlineData("f>x x>a f>y y>b", "CommonFunder f")]
    [InlineData("f>z z>x x>a f>b", "")] // Three hops.
    [InlineData("a>b", "CommonFunder a")] // One pays the other.
    [InlineData("b>x x>a", "CommonFunder b")]
    [InlineData("a>f b>f", "")] // Both pay somebody: a shop, a chain.
    [InlineData("exchange>a exchange>b", "")]
    [InlineData("f>exchange exchange>a f>b", "")]
    public void A_common_funder_is_found_within_two_transfers(string transfers, string expected) => Check(transfers, expected);

    [Theory]
    [InlineData("10", "f")] // The 90th day.
    [InlineData("10-1ms", "")]
    [InlineData("100-1ms", "f")]
    [InlineData("100", "")] // Not before now.
    public void Funding_counts_for_90_days(string day, string expected)
    {
        var links = ClusterTest.Find(Party("A", "a"), [Party("B", "b")], World([Pay("f>a", "99"), Pay("f>b", day)]), Now);
        Assert.Equal(expected.Length > 0 ? [Keys.Of(expected).ToString()] : [], links.Select(l => l.Evidence));
    }

    [Fact]
    public void The_transfers_that_prove_it_are_named_whatever_order_they_came_in()
    {
        ImmutableArray<Funding> transfers = [Pay("f>x", "50"), Pay("x>a", "51"), Pay("f>b", "52"), Pay("f>x", "53") with { FactId = "a-later-one" }];
        var expected = Assert.Single(ClusterTest.Find(Party("A", "a"), [Party("B", "b")], World(transfers), Now));
        Assert.Equal(["a-later-one", "f>b@52", "x>a@51"], expected.Facts);
        Seeded.Run(20, random =>
        {
            var order = transfers.ToArray();
            random.Shuffle(order);
            var found = Assert.Single(ClusterTest.Find(Party("A", "a"), [Party("B", "b")], World([.. order]), Now));
            Assert.Equal((expected.Evidence, string.Join(' ', expected.Facts)), (found.Evidence, string.Join(' ', found.Facts)));
        });
    }

    [Fact]
    public void Transfers_in_a_circle_end() => Check("a>x x>a b>y y>b x>y y>x", "CommonFunder x, CommonFunder y");

    [Theory]
    [InlineData("example.org", "example.org", "example.org")]
    [InlineData("https://WWW.Example.org/team", "ada@example.org.", "example.org")]
    [InlineData("app.example.org", "example.org", "example.org")]
    [InlineData("app.example.org", "beta.example.org", null)]
    [InlineData("notexample.org", "example.org", null)]
    [InlineData("org", "example.org", null)]
    [InlineData("ada@gmail.com", "bob@gmail.com", null)]
    [InlineData("", "", null)]
    public void The_same_domain_is_found_however_it_is_written(string left, string right, string? expected) => Assert.Equal(
        expected is null ? [] : [expected],
        ClusterTest.Find(Party("A", "a") with { Domains = [left] }, [Party("B", "b") with { Domains = [right] }], World([]), Now).Select(l => l.Evidence));

    [Fact]
    public void Each_kind_of_link_is_told_and_none_twice()
    {
        var (a, b) = (Party("A", "k", "a") with { Domains = ["x.org"], People = ["Ada@X.org "] }, Party("B", "k", "b") with { Domains = ["x.org"], People = ["ada@x.org"] });
        Assert.Equal([LinkKind.SharedKey, LinkKind.SameDomain, LinkKind.SamePerson], ClusterTest.Find(a, [b], World([]), Now).Select(l => l.Kind));
        Assert.Empty(ClusterTest.Find(a, [a], World([]), Now));
        Assert.All(ClusterTest.Find(a, [b], World([]), Now), l => Assert.StartsWith("B ", l.Sentence(), StringComparison.Ordinal));
    }

    [Fact]
    public void F4_A_cluster_reaches_over_any_number_of_links()
    {
        Party[] all = [Party("A", "a", "k1"), Party("B", "k1", "k2"), Party("C", "c") with { People = ["zoe"] }, Party("D", "k2") with { People = ["zoe"] }, Party("E", "e")];
        foreach (var member in all[..4])
        {
            Assert.Equal(["A", "B", "C", "D"], ClusterTest.Cluster(member, all, World([]), Now));
        }

        Assert.Equal(["E"], ClusterTest.Cluster(all[4], all, World([]), Now));
    }

    [Theory]
    [InlineData("", "rep", "SharedKey rep")]
    [InlineData("rep>a", "a", "CommonFunder rep")]
    [InlineData("f>rep f>a", "a", "CommonFunder f")]
    [InlineData("f>x x>rep f>a", "a", "")] // The seller's second hop says nothing.
    [InlineData("exchange>rep exchange>a", "a", "")]
    [InlineData("other>a", "a", "")]
    public void F6_Nobody_sells_free_coretime_to_themselves(string transfers, string key, string expected) =>
        Assert.Equal(expected, Told(SelfDealing.Find(Party("A", key), [new("Ada", [Keys.Of("rep")])], World(Pays(transfers)), Now)));

    private static void Check(string transfers, string expected) => Assert.Equal(expected, Told(ClusterTest.Find(Party("A", "a"), [Party("B", "b")], World(Pays(transfers)), Now)));

    private static string Told(IEnumerable<ClusterLink> links) => string.Join(", ", links.Select(l => $"{l.Kind} {Name(l.Evidence)}"));

    private static string Name(string evidence) => new[] { "a", "b", "f", "k", "x", "y", "z", "rep", "exchange" }.FirstOrDefault(n => Keys.Of(n).ToString() == evidence) ?? evidence;

    private static Party Party(string name, params string[] keys) => new(name, [.. keys.Select(Keys.Of)], [], []);

    private static ClusterWorld World(ImmutableArray<Funding> transfers) =>
        new(transfers, [Keys.Of("exchange")], ImmutableHashSet.Create(StringComparer.Ordinal, "gmail.com"), 2, 90);

    private static ImmutableArray<Funding> Pays(string transfers) => [.. transfers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => Pay(t, "50"))];

    private static Funding Pay(string transfer, string day)
    {
        AccountId32[] accounts = [.. transfer.Split('>').Select(Keys.Of)];
        return new(accounts[0], accounts[1], new(5), BudgetTable.Day(day), $"{transfer}@{day}");
    }
}
