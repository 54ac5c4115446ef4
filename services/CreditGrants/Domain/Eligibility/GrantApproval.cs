using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Programmes;

namespace CoretimeDesk.CreditGrants.Eligibility;

/// <summary>A yes to exactly one planned award.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Role">As what.</param>
/// <param name="At">When.</param>
public sealed record GrantYes(string PersonId, Role Role, DateTimeOffset At);

/// <summary>Who must agree to a grant before it is awarded.</summary>
public static class GrantApproval
{
    /// <summary>Who may say yes: those who answer for the money or for the sales force.</summary>
    public static ImmutableArray<Role> Roles { get; } = [Role.HeadOfSales, Role.BudgetHolder, Role.Leadership];

    /// <summary>How many people must say yes to a grant of so many half core-periods.</summary>
    public static int Needed(ProgrammeTerms terms, ulong halfPeriods)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return halfPeriods > terms.TwoPeopleAboveHalfPeriods ? 2 : 1;
    }

    /// <summary>Why somebody's yes does not count; null when it does.</summary>
    /// <param name="given">The yes.</param>
    /// <param name="requesterId">Who asked for the grant.</param>
    /// <param name="beneficiaryIds">Who gains by it: the owner of the lead, and those behind the customer.</param>
    public static Refusal? Refuse(GrantYes given, string requesterId, IReadOnlyCollection<string> beneficiaryIds)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(beneficiaryIds);
        return !Roles.Contains(given.Role) ? new(RefusalKind.Forbidden, "GRANT_ROLE", $"A {given.Role.ToName().Replace('_', ' ')} does not approve grants: head of sales, budget holder or leadership do.")
            : given.PersonId == requesterId ? new(RefusalKind.Forbidden, "GRANT_OWN_REQUEST", "Nobody approves what they asked for. Another person must.")
            : beneficiaryIds.Contains(given.PersonId) ? new(RefusalKind.Forbidden, "GRANT_BENEFICIARY", "Nobody approves what they gain by. Another person must.")
            : null;
    }

    /// <summary>Whether those who said yes are enough. One person counts once, in however many roles.</summary>
    public static bool IsApproved(ProgrammeTerms terms, ulong halfPeriods, IEnumerable<GrantYes> given, string requesterId, IReadOnlyCollection<string> beneficiaryIds) =>
        given.Where(y => Refuse(y, requesterId, beneficiaryIds) is null).Select(y => y.PersonId).Distinct(StringComparer.Ordinal).Count() >= Needed(terms, halfPeriods);
}
