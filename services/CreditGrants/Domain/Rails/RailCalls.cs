using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>What the sponsor signs in a wallet for one tranche of a grant: unsigned, since the desk holds no key.</summary>
/// <param name="Chain">For which chain.</param>
/// <param name="Remark">What a remark in the same batch says, hex: by it the payment is attributed to the tranche without a guess.</param>
/// <param name="Calls">The calls by name, as JSON objects with pallet, call and args: what the chain watcher's EncodeCall takes.</param>
public sealed record RailOrder(RailChain Chain, string Remark, IReadOnlyList<string> Calls);

/// <summary>Which tranche of which grant a payment is for.</summary>
/// <param name="Programme">The programme's id.</param>
/// <param name="Grant">The grant's name in its ledger.</param>
/// <param name="Tranche">From 1.</param>
/// <param name="Para">The para that is to run.</param>
public sealed record RailTarget(string Programme, string Grant, int Tranche, uint Para)
{
    /// <summary>SHA-256 over the target's text, as a remark carries it: 64 hexadecimal digits.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"coretime-desk grant\n{Programme.Length}:{Programme}\n{Grant.Length}:{Grant}\n{Tranche}\n{Para}")));
}

/// <summary>The calls of each rail. Names and arguments are the chains' own; which number they have is looked up when they are encoded.</summary>
public static class RailCalls
{
    /// <summary>The most orders in a batch: few enough for a block.</summary>
    public const int OrdersMax = 50;

    /// <summary>A: renews cores. A renewal has no limit: it costs what the chain has stored for it.</summary>
    public static RailOrder Renew(RailTarget target, params IReadOnlyList<ushort> cores) =>
        new(RailChain.Coretime, target.Digest(), [.. cores.Select(c => Call("Broker", "renew", new { core = c }))]);

    /// <summary>B, first: buys a core for at most the limit. Which core it is the chain says.</summary>
    public static RailOrder Purchase(RailTarget target, Planck limit) => new(RailChain.Coretime, target.Digest(), [Call("Broker", "purchase", new { price_limit = $"{limit}" })]);

    /// <summary>B, then: assigns the region that was bought to the para for good. The region never leaves the sponsor's hands.</summary>
    public static RailOrder Assign(RailTarget target, RegionId region) => new(
        RailChain.Coretime,
        target.Digest(),
        [Call("Broker", "assign", new { region_id = new { begin = region.Begin.Value, core = region.Core, mask = $"{region.Mask}" }, task = target.Para, finality = "Final" })]);

    /// <summary>T, after the purchase: the region goes to the customer, who can sell it.</summary>
    public static RailOrder HandOver(RailTarget target, RegionId region, AccountId32 owner) => new(
        RailChain.Coretime,
        target.Digest(),
        [Call("Broker", "transfer", new { region_id = new { begin = region.Begin.Value, core = region.Core, mask = $"{region.Mask}" }, new_owner = $"{owner}" })]);

    /// <summary>C: orders blocks for the para, each for at most the limit. The sponsor's account is kept alive.</summary>
    /// <param name="target">The tranche.</param>
    /// <param name="count">How many blocks.</param>
    /// <param name="limit">The most that one may cost.</param>
    /// <param name="pallet">Where orders are placed: Kusama calls it otherwise, and it will move to another chain.</param>
    public static RailOrder Order(RailTarget target, int count, Planck limit, string pallet = "OnDemand")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, OrdersMax);
        return new(RailChain.Relay, target.Digest(), [.. Enumerable.Repeat(Call(pallet, "place_order_keep_alive", new { max_amount = $"{limit}", para_id = target.Para }), count)]);
    }

    /// <summary>D: buys credit into the customer's account. Public networks reject the call.</summary>
    public static RailOrder BuyCredit(RailTarget target, Planck amount, AccountId32 beneficiary) =>
        new(RailChain.Coretime, target.Digest(), [Call("Broker", "purchase_credit", new { amount = $"{amount}", beneficiary = $"{beneficiary}" })]);

    private static string Call<T>(string pallet, string call, T args) => JsonSerializer.Serialize(new { pallet, call, args });
}
