namespace CoretimeDesk.Leads;

/// <summary>The events that turn one state of an account into another: how a merge and its undoing are told.</summary>
public static class AccountDifference
{
    /// <summary>What must happen to <paramref name="from"/> to become <paramref name="to"/>, but for id, number, age and merging.</summary>
    /// <param name="from">How it is.</param>
    /// <param name="to">How it shall be.</param>
    /// <param name="because">Why, for what ends: a next step, a place on the list.</param>
    public static IEnumerable<AccountEvent> Between(AccountState from, AccountState to, string because)
    {
        if (Fields(from, to) is { } edited)
        {
            yield return edited;
        }

        foreach (var key in from.Keys.Except(to.Keys))
        {
            yield return new AccountEvent.KeyRemoved(key);
        }

        foreach (var account in from.ChainAccounts.Where(c => to.ChainAccounts.All(t => t.Id != c.Id)))
        {
            yield return new AccountEvent.ChainAccountRemoved(account.Id);
        }

        foreach (var key in to.Keys.Except(from.Keys))
        {
            yield return new AccountEvent.KeyAdded(key);
        }

        foreach (var account in to.ChainAccounts.Except(from.ChainAccounts))
        {
            yield return new AccountEvent.ChainAccountNoted(account);
        }

        if (!Equals(from.Target, to.Target))
        {
            yield return to.Target is null ? new AccountEvent.Untargeted(because) : new AccountEvent.Targeted(to.Target);
        }

        if (from.NextStep != to.NextStep)
        {
            yield return to.NextStep is null ? new AccountEvent.NextStepFinished(from.NextStep!.What, because) : new AccountEvent.NextStepPlanned(to.NextStep);
        }
    }

    /// <summary>The edit that tells the plain fields apart; null when they are the same.</summary>
    public static AccountEvent.Edited? Fields(AccountState from, AccountState to)
    {
        var changed = new List<string>();
        Note("name", from.Name != to.Name);
        Note("segment", from.Segment != to.Segment);
        Note("annual_core_periods", from.AnnualCorePeriods != to.AnnualCorePeriods);
        Note("is_dao", from.IsDao != to.IsDao);
        Note("main_business_elsewhere", from.MainBusinessElsewhere != to.MainBusinessElsewhere);
        Note("ecosystems", !from.Ecosystems.SequenceEqual(to.Ecosystems));
        return changed.Count == 0 ? null : new(changed, to.Name, to.Segment, to.AnnualCorePeriods, to.Tier, to.IsDao, to.MainBusinessElsewhere, to.Ecosystems);

        void Note(string field, bool differs)
        {
            if (differs)
            {
                changed.Add(field);
            }
        }
    }
}
