namespace CoretimeDesk.Identity.Domain;

/// <summary>Who may say which chain accounts a person controls, and who may see it. Pure.</summary>
/// <remarks>Commissions are paid there, and a customer who pays from one is the seller's own company: so a seller may add to the list, and never take off it.</remarks>
public static class PersonAccountRules
{
    /// <summary>Accounts of one person.</summary>
    public const int AccountsMax = 100;

    /// <summary>Null when the caller may add to that person's accounts: one's own, or anyone's for an administrator.</summary>
    public static Refusal? WhyNotAdd(Actor actor, Guid person) => actor.Id == person || actor.Is(Role.Administrator) ? null : PersonRules.OnlyAdministrators("adds other people's accounts");

    /// <summary>Null when the caller may take an account away.</summary>
    public static Refusal? WhyNotRemove(Actor actor) => actor.Is(Role.Administrator) ? null : PersonRules.OnlyAdministrators("removes accounts");

    /// <summary>Null when the caller may see that person's accounts: one's own, or anyone's for those who judge payments by them.</summary>
    public static Refusal? WhyNotSee(Actor actor, Guid person) => actor.Id == person || SeesAll(actor)
        ? null
        : new(RefusalKind.Forbidden, "ACCOUNTS_OF_OTHERS", "Only an administrator, the budget holder or a service sees other people's accounts.");

    /// <summary>An account has one owner.</summary>
    /// <param name="actor">Who asks: whose it is, only those learn who may see it.</param>
    /// <param name="account">The account.</param>
    /// <param name="owner">Whose it is.</param>
    public static Refusal OfAnother(Actor actor, string account, Guid owner)
    {
        var facts = new Dictionary<string, string> { ["account"] = account };
        if (SeesAll(actor))
        {
            facts["person_id"] = owner.ToString();
        }

        return new(RefusalKind.AlreadyExists, "ACCOUNT_OF_ANOTHER", "The account is another person's already. Where that is a mistake, an administrator removes it there first.") { Facts = facts };
    }

    /// <summary>Null when the person may have one more.</summary>
    public static Refusal? WhyNotMore(int accounts) => accounts < AccountsMax
        ? null
        : new(RefusalKind.Exhausted, "PERSON_ACCOUNTS_FULL", $"A person has at most {AccountsMax} accounts. An administrator can remove some.") { Facts = new Dictionary<string, string> { ["limit"] = $"{AccountsMax}" } };

    private static bool SeesAll(Actor actor) => actor.Is(Role.Administrator, Role.BudgetHolder, Role.Service);
}
