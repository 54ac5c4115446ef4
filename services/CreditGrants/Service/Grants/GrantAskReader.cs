using System.Collections.Immutable;
using System.Globalization;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Parties;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;
using GrantTier = CoretimeDesk.CreditGrants.Ledger.GrantTier;
using RailKind = CoretimeDesk.CreditGrants.Rails.RailKind;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>An ask whose every field can be read.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Rail">The rail.</param>
/// <param name="Para">The para.</param>
/// <param name="Founded">When the customer was founded; null when it is not known.</param>
/// <param name="OrdersBudget">What on-demand orders may cost; null for a grant that is counted in core-periods.</param>
/// <param name="Account">The customer's account; null for rails that need none.</param>
/// <param name="CodeSha256">The code's digest; null for none.</param>
internal sealed record ReadAsk(GrantTier Tier, RailKind Rail, uint Para, DateOnly? Founded, Planck? OrdersBudget, AccountId32? Account, string? CodeSha256);

/// <summary>Reads what somebody asks for.</summary>
internal static class GrantAskReader
{
    /// <summary>Reads all fields, or says what is wrong with each.</summary>
    /// <param name="ask">The ask; its enums are known.</param>
    /// <param name="network">By whose addresses.</param>
    public static (ReadAsk? Ask, IReadOnlyList<FieldViolation> Faults) Read(GrantAsk ask, string network)
    {
        List<FieldViolation> faults = [];
        var (tier, rail) = ((GrantTier)((int)ask.Tier - 1), (RailKind)((int)ask.Rail - 1));
        DateOnly? founded = null;
        if (ask.Founded.Length > 0)
        {
            founded = DateOnly.TryParseExact(ask.Founded, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : Fault<DateOnly?>("founded", "is no day: write 2024-05-31.");
        }

        if (ask.ParaId == 0)
        {
            Fault<int>("para_id", "is 0: a grant can only run a parachain. Name its id.");
        }

        Planck? orders = null;
        if (ask.OrdersBudget.Length > 0)
        {
            orders = Planck.TryParse(ask.OrdersBudget, out var planck) && !planck.IsZero ? planck : Fault<Planck?>("orders_budget", "is no amount: write planck, at least 1 and at most 39 digits within 128 bits.");
        }

        AccountId32? account = null;
        var needsAccount = rail is RailKind.NativeCredits or RailKind.HandedOverRegion;
        if (needsAccount && ask.CustomerAccount.Length == 0)
        {
            Fault<int>("customer_account", "is empty; this rail reaches the customer's own account: name it.");
        }
        else if (!needsAccount && ask.CustomerAccount.Length > 0)
        {
            Fault<int>("customer_account", "belongs to rails D and T only: on the others the customer needs no account. Leave it out.");
        }
        else if (needsAccount)
        {
            account = AccountId32.TryFromText(ask.CustomerAccount, ChainNames.Ss58PrefixOf(network), out var read, out var problem) ? read : Fault<AccountId32?>("customer_account", problem);
        }

        return faults.Count > 0 ? (null, faults) : (new(tier, rail, ask.ParaId, founded, orders, account, ask.Code.Trim().Length > 0 ? CodeDesk.Digest(ask.Code) : null), []);

        T? Fault<T>(string field, string problem)
        {
            faults.Add(new($"ask.{field}", problem));
            return default;
        }
    }

    /// <summary>The request as rules know it.</summary>
    public static GrantRequest ToRequest(this ReadAsk read, GrantAsk ask, CustomerFacts facts, ClusterFinding cluster) => new()
    {
        Tier = read.Tier,
        Customer = $"{cluster.Customer}",
        Para = read.Para,
        ParaOwner = cluster.ParaOwner,
        Founded = read.Founded,
        Repository = ask.Repository.Trim() is { Length: > 0 } repository ? repository : facts.Repository,
        TestChain = ask.TestChain.Trim() is { Length: > 0 } chain ? chain : null,
        Assessment = facts.Assessment,
        Code = read.CodeSha256,
        Deliverables = [.. ask.Deliverables],
        HalfPeriods = [.. ask.HalfPeriods],
        EarlierGrants = cluster.EarlierGrants.Length,
        Cluster = cluster.SameTier,
        SelfDealing = cluster.SelfDealing,
    };
}
