using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Leads.V1;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>An account for people: dates first.</summary>
internal static class AccountView
{
    public static void Show(Screen screen, GetAccountResponse answer)
    {
        var account = answer.Account;
        if (answer.MergedNumber.Length > 0)
        {
            screen.Note($"{answer.MergedNumber} is part of this account since a merge.");
        }

        screen.Line($"Since {Answer.Date(account.CreatedAt)}: {account.Number} {account.Name} ({account.AccountId}, version {account.Version})");
        screen.Line($"Segment {Answer.Word(account.Segment)}, {account.AnnualCorePeriods} core-periods a year: tier {AccountCommands.Tier(account)}{(account.IsDao ? ", a DAO" : "")}{(account.MainBusinessElsewhere ? ", main business on another chain" : "")}");
        if (account.Ecosystems.Count > 0)
        {
            screen.Line($"Builds on {string.Join(", ", account.Ecosystems)}");
        }

        screen.Line(account.Target.NextStep is { } step
            ? $"Next, on {step.On}: {step.What}, because {step.Why} (planned by {step.PlannedBy}, {Answer.Date(step.PlannedAt)})"
            : "Next: nothing is planned. './desk accounts next' plans a step.");
        if (account.Target.Source != TargetSource.Unspecified)
        {
            screen.Line($"Target: fit {account.Target.FitScore} of 100, found by {Answer.Word(account.Target.Source)}{(account.Target.SourceDetail.Length > 0 ? $" ({account.Target.SourceDetail})" : "")}");
            foreach (var reason in account.Target.FitReasons)
            {
                screen.Line($"  {reason.Points:+0;-0}  {reason.Text}");
            }
        }

        foreach (var key in account.Keys.Where(k => k.Kind != AccountKeyKind.ChainAccount))
        {
            screen.Line($"{Word(key.Kind)}: {(key.Network.Length > 0 ? $"{key.Network}/" : "")}{key.Value}");
        }

        if (account.ChainAccounts.Count > 0)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("since", "chain account", "how", "evidence");
            foreach (var chain in account.ChainAccounts)
            {
                table.AddRow([.. new[] { Answer.Date(chain.Since), chain.Address, How(chain.How), chain.Evidence }.Select(Markup.Escape)]);
            }

            screen.Table(table);
        }
    }

    /// <summary>Warns of accounts that may be the same customer.</summary>
    public static void Warn(Screen screen, IEnumerable<PossibleDuplicate> duplicates)
    {
        foreach (var d in duplicates)
        {
            var owner = d.OwnerName.Length > 0 ? $"{d.OwnerName} works it" : "nobody works it";
            screen.Warn($"May be the same customer: {d.Number} {d.Name} ({Reasons(d.Reasons)}; {d.Score} of 100; {owner}). './desk accounts merge' shows both.");
        }
    }

    public static string Reasons(IEnumerable<WeakReason> reasons) => string.Join(", ", reasons.Select(reason => reason switch
    {
        WeakReason.SimilarName => "similar name",
        WeakReason.SameEmailDomain => "same e-mail domain",
        WeakReason.SameContact => "same contact",
        WeakReason.SameChainAccount => "same chain account",
        WeakReason.DomainWithin => "one domain within the other",
        _ => Answer.Word(reason),
    }));

    public static string How(HowVerified how) => how switch
    {
        HowVerified.SignedChallenge => "signed",
        HowVerified.ParaSovereign => "the para's own",
        HowVerified.ChainFact => "shown on chain",
        _ => Answer.Word(how),
    };

    private static string Word(AccountKeyKind kind) => kind switch
    {
        AccountKeyKind.ParaId => "Para",
        AccountKeyKind.GenesisHash => "Genesis hash",
        AccountKeyKind.Repository => "Repository",
        _ => "Domain",
    };
}
