using CoretimeDesk.CreditGrants.Rails;

namespace CoretimeDesk.CreditGrants.Tests.Rails;

public class ChoosingARail
{
    private static readonly DateTimeOffset Now = BudgetTable.Day("0");

    [Theory]
    [InlineData(RailKind.SponsorRenewal)]
    [InlineData(RailKind.SponsorPurchase)]
    [InlineData(RailKind.SponsorOrders)]
    public void F5_What_can_only_run_a_parachain_needs_no_signature_and_no_banner(RailKind kind)
    {
        var (choice, refusal) = RailRules.Choose(kind, [], "ada", []);
        Assert.Null(refusal);
        Assert.Null(choice!.Banner);
        Assert.False(choice.Rail.IsTransferable);
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("leadership:eve", "1")]
    [InlineData("leadership:eve leadership:eve", "1")]
    [InlineData("leadership:eve head_of_sales:bob", "1")]
    [InlineData("leadership:eve budget_holder:bob", "1")]
    [InlineData("leadership:eve leadership:ada", "1")] // Ada asks for it.
    public void F5_Coretime_that_can_be_sold_is_refused_without_two_leadership_signatures(string signatures, string counted)
    {
        var (choice, refusal) = RailRules.Choose(RailKind.HandedOverRegion, [RailKind.HandedOverRegion], "ada", Signed(signatures));
        Assert.Null(choice);
        Assert.Equal(("RAIL_TRANSFERABLE", counted, "2"), (refusal!.Reason, refusal.Facts["signatures"], refusal.Facts["needed"]));
    }

    [Fact]
    public void F5_With_two_leadership_signatures_it_is_allowed_under_a_red_banner() =>
        Assert.StartsWith("THIS GRANT CAN BE SOLD", RailRules.Choose(RailKind.HandedOverRegion, [], "ada", Signed("leadership:eve leadership:kim")).Choice!.Banner, StringComparison.Ordinal);

    [Fact]
    public void Native_credits_are_off_until_a_setting_switches_them_on()
    {
        Assert.Equal("RAIL_OFF", RailRules.Choose(RailKind.NativeCredits, [], "ada", Signed("leadership:eve leadership:kim")).Refusal!.Reason);
        Assert.NotNull(RailRules.Choose(RailKind.NativeCredits, [RailKind.NativeCredits], "ada", []).Choice);
    }

    [Fact]
    public void Every_rail_is_described_once()
    {
        Assert.Equal(Enum.GetValues<RailKind>(), Rail.All.Select(r => r.Kind).Order());
        Assert.Equal(["A", "B", "C", "D", "T"], Rail.All.Select(r => r.Letter));
        Assert.All(Rail.All.Where(r => r.IsOn), r => Assert.False(r.IsTransferable));
    }

    private static List<RailSignature> Signed(string signatures) =>
    [
        .. signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split(':')).Select(s => new RailSignature(s[1], RoleNames.TryParse(s[0], out var role) ? role : throw new ArgumentException(s[0]), Now)),
    ];
}
