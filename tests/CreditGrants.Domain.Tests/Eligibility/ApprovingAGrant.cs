using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Programmes;

namespace CoretimeDesk.CreditGrants.Tests.Eligibility;

public class ApprovingAGrant
{
    [Theory]
    [InlineData(6UL, "budget_holder:eve", true)] // A launch: three core-periods.
    [InlineData(6UL, "", false)]
    [InlineData(7UL, "budget_holder:eve", false)]
    [InlineData(7UL, "budget_holder:eve head_of_sales:kim", true)]
    [InlineData(7UL, "budget_holder:eve leadership:eve", false)] // One person in two roles.
    [InlineData(7UL, "budget_holder:eve leadership:ada", false)] // Ada asked for it.
    [InlineData(7UL, "budget_holder:eve leadership:bob", false)] // Bob owns the lead.
    [InlineData(7UL, "budget_holder:eve team_lead:kim", false)]
    [InlineData(6UL, "rep:kim", false)]
    [InlineData(ulong.MaxValue, "leadership:eve leadership:kim", true)]
    public void F4_Two_people_other_than_who_asks_or_gains_agree_above_three_core_periods(ulong halfPeriods, string given, bool isApproved) =>
        Assert.Equal(isApproved, GrantApproval.IsApproved(ProgrammeTerms.First, halfPeriods, Yes(given), "ada", ["bob"]));

    [Theory]
    [InlineData("rep:kim", "GRANT_ROLE")]
    [InlineData("administrator:kim", "GRANT_ROLE")]
    [InlineData("leadership:ada", "GRANT_OWN_REQUEST")]
    [InlineData("leadership:bob", "GRANT_BENEFICIARY")]
    [InlineData("leadership:kim", null)]
    public void Why_a_yes_does_not_count_is_told(string given, string? reason) => Assert.Equal(reason, GrantApproval.Refuse(Yes(given).Single(), "ada", ["bob"])?.Reason);

    private static IEnumerable<GrantYes> Yes(string given) => given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(g => g.Split(':'))
        .Select(g => new GrantYes(g[1], RoleNames.TryParse(g[0], out var role) ? role : throw new ArgumentException(g[0]), BudgetTable.Day("0")));
}
