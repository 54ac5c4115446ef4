using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Accounts between the wire and the domain. The enums share their numbers; a test holds them together.</summary>
internal static class AccountMessages
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>An account that was read. Keys and chain accounts must be loaded.</summary>
    public static Account ToMessage(this AccountRow row) => row.ToState().ToMessage(row.Version);

    /// <summary>An account that a command has just changed: its row is not saved yet, the state is what will be.</summary>
    public static Account ToMessage(this AccountState account, long version) => new()
    {
        AccountId = account.Id.ToString(),
        Number = account.Number,
        Name = account.Name,
        Segment = (V1.Segment)account.Segment,
        AnnualCorePeriods = account.AnnualCorePeriods,
        SizeTier = (V1.SizeTier)account.Tier,
        IsDao = account.IsDao,
        MainBusinessElsewhere = account.MainBusinessElsewhere,
        CreatedAt = account.CreatedAt.ToTimestamp(),
        Version = version,
        Ecosystems = { account.Ecosystems },
        // In one order, whether it was read or has just been changed.
        Keys = { account.StrongKeys.OrderBy(k => k.Kind).ThenBy(k => k.Network, StringComparer.Ordinal).ThenBy(k => k.Value, StringComparer.Ordinal).Select(ToMessage) },
        ChainAccounts = { account.ChainAccounts.OrderBy(c => c.Since).ThenBy(c => c.Address.Bytes, StringComparer.Ordinal).ThenBy(c => c.Network, StringComparer.Ordinal).Select(ToMessage) },
        Target = ToMessage(account.Target, account.NextStep),
    };

    public static AccountKey ToMessage(this StrongKey key) => new() { Kind = (AccountKeyKind)key.Kind, Network = key.Network, Value = key.Value };

    public static V1.ChainAccount ToMessage(this ChainAccount account) => new()
    {
        PublicKey = account.Address.Bytes,
        Address = account.Address.Text,
        Network = account.Network,
        How = (V1.HowVerified)account.How,
        Since = account.Since.ToTimestamp(),
        Evidence = account.Evidence,
    };

    public static V1.NextStep ToMessage(this NextStep step) => new()
    {
        What = step.What,
        Why = step.Why,
        On = step.On.ToString(Day),
        PlannedBy = step.PlannedBy,
        PlannedAt = step.PlannedAt.ToTimestamp(),
    };

    /// <summary>The event as it is recorded.</summary>
    public static IMessage ToMessage(this AccountEvent happened, Guid account)
    {
        var id = account.ToString();
        return happened switch
        {
            AccountEvent.Created e => new AccountCreated
            {
                AccountId = id,
                Number = e.Number,
                Name = e.Name,
                Segment = (V1.Segment)e.Segment,
                AnnualCorePeriods = e.AnnualCorePeriods,
                SizeTier = (V1.SizeTier)e.Tier,
                IsDao = e.IsDao,
                MainBusinessElsewhere = e.MainBusinessElsewhere,
                Ecosystems = { e.Ecosystems },
            },
            AccountEvent.Edited e => new AccountEdited
            {
                AccountId = id,
                ChangedFields = { e.Changed },
                Name = e.Name,
                Segment = (V1.Segment)e.Segment,
                AnnualCorePeriods = e.AnnualCorePeriods,
                SizeTier = (V1.SizeTier)e.Tier,
                IsDao = e.IsDao,
                MainBusinessElsewhere = e.MainBusinessElsewhere,
                Ecosystems = { e.Ecosystems },
            },
            AccountEvent.KeyAdded e => new AccountKeyAdded { AccountId = id, Key = e.Key.ToMessage() },
            AccountEvent.KeyRemoved e => new AccountKeyRemoved { AccountId = id, Key = e.Key.ToMessage() },
            AccountEvent.ChainAccountNoted e => new ChainAccountNoted { AccountId = id, ChainAccount = e.Account.ToMessage(), Challenge = e.Proof?.Text ?? "", Signature = e.Proof?.Signature ?? "" },
            AccountEvent.ChainAccountRemoved e => new ChainAccountRemoved { AccountId = id, PublicKey = e.Account.Bytes, Network = e.Account.Network },
            AccountEvent.ChallengeIssued e => new ChallengeIssued { AccountId = id, ChallengeId = e.ChallengeId.ToString(), PublicKey = e.Address.Bytes },
            AccountEvent.Targeted e => new AccountTargeted
            {
                AccountId = id,
                Source = (V1.TargetSource)e.Target.Source,
                SourceDetail = e.Target.Detail,
                FitScore = (uint)e.Target.FitScore,
                FitReasons = { e.Target.Reasons.Select(ToMessage) },
            },
            AccountEvent.Untargeted e => new AccountUntargeted { AccountId = id, Reason = e.Reason },
            AccountEvent.NextStepPlanned e => new NextStepPlanned { AccountId = id, NextStep = e.Step.ToMessage() },
            AccountEvent.NextStepFinished e => new NextStepFinished { AccountId = id, What = e.What, Outcome = e.Outcome },
            AccountEvent.Merged e => new AccountsMerged
            {
                AccountId = id,
                AbsorbedAccountId = e.AbsorbedId.ToString(),
                AbsorbedNumber = e.AbsorbedNumber,
                MergeId = e.MergeId.ToString(),
                MergeNumber = e.MergeNumber,
                CreatedAt = e.CreatedAt.ToTimestamp(),
            },
            AccountEvent.Absorbed e => new AccountAbsorbed { AccountId = id, SurvivorAccountId = e.SurvivorId.ToString(), MergeId = e.MergeId.ToString() },
            AccountEvent.MergeUndone e => new MergeUndone { AccountId = id, MergeId = e.MergeId.ToString(), OtherAccountId = e.Other.ToString(), CreatedAt = e.CreatedAt.ToTimestamp() },
            AccountEvent.DuplicateDismissed e => new DuplicateDismissed { AccountId = id, OtherAccountId = e.Other.ToString(), Reasons = { e.Reasons.Select(r => (V1.WeakReason)r) }, Why = e.Why },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static V1.FitReason ToMessage(FitReason reason) => new() { Text = reason.Text, Points = reason.Points };

    private static Target ToMessage(Targeting? target, NextStep? next) => new()
    {
        Source = (V1.TargetSource)(target?.Source ?? 0),
        SourceDetail = target?.Detail ?? "",
        FitScore = (uint)(target?.FitScore ?? 0),
        FitReasons = { target?.Reasons.Select(ToMessage) ?? [] },
        NextStep = next?.ToMessage(),
    };
}
