using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Substrate;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Tests.ChainFacts;

/// <summary>A Coretime chain whose finalised events reach the Leads service.</summary>
internal sealed class Chain(OwnershipWorld world)
{
    public const string Network = "polkadot";
    public const uint RelayBlock = 25_000_000;

    /// <summary>Relay blocks: a week, and two.</summary>
    public const uint Interlude = 100_800;
    public const uint Leadin = 201_600;
    private const string Dot = "0000000000";
    private readonly Guid _id = Guid.CreateVersion7();
    private int _facts;

    public string Name { get; } = $"{Network}-coretime";

    /// <summary>Somebody's key.</summary>
    public static string Account() => $"0x{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32))}";

    public static string SovereignOf(uint para) => SovereignAccounts.Sibling(para).ToString();

    public static uint AnyPara() => (uint)Random.Shared.Next(10_000, int.MaxValue);

    /// <summary>The timeslice of this moment.</summary>
    public uint Timeslice => Relay(world.Clock.Now) / 80;

    public Purchased Buys(string buyer, uint core = 5, uint sale = 100, string price = "12") =>
        new() { Origin = Origin(), Buyer = buyer, Region = new() { Begin = sale, Core = core, Mask = "0xffffffffffffffffffff" }, Price = price + Dot, Duration = 5040 };

    public CreditPurchased BuysCredit(string buyer) => new() { Origin = Origin(), Buyer = buyer, Beneficiary = buyer, Amount = "5" + Dot };

    public OnDemandOrderPlaced Orders(uint para, string price, PaymentMeans means = PaymentMeans.Balance) =>
        new() { Origin = Origin(chain: Network), Para = para, SpotPrice = price, OrderedBy = Account(), Means = means };

    public SaleInitialized Begins(uint sale, uint cores = 20, string end = "10", DateTimeOffset? at = null) =>
        new()
        {
            Origin = Origin(at), RegionBegin = sale, RegionEnd = sale + 5040, CoresOffered = cores, StartPrice = "100" + Dot, EndPrice = end + Dot,
            SaleStart = Relay(at ?? world.Clock.Now) + Interlude, LeadinLength = Leadin,
        };

    public Renewable MayRenew(uint core, uint sale, params uint[] tasks) => new() { Origin = Origin(), Core = core, Begin = sale, Price = "7" + Dot, Workload = { tasks.Select(Works) } };

    public Renewed Renews(uint oldCore, uint core, uint sale, params uint[] tasks) =>
        new() { Origin = Origin(), Payer = Account(), OldCore = oldCore, Core = core, Begin = sale, Duration = 5040, Price = "7" + Dot, Tasks = { tasks }, Workload = { tasks.Select(Works) } };

    public AutoRenewalFailed CannotRenew(uint core, string payer = "") => new() { Origin = Origin(), Core = core, Payer = payer };

    public Assigned Assigns(uint task, AssignmentFinality finality, uint core = 5, uint sale = 100) =>
        new() { Origin = Origin(), Region = new() { Begin = sale, Core = core, Mask = "0xffffffffffffffffffff" }, Duration = 5040, Task = task, Finality = finality };

    public async Task SaysAsync(params IMessage[] facts)
    {
        foreach (var fact in facts)
        {
            await SaysAsync(fact, 0);
        }
    }

    public Task SaysAsync(IMessage fact, int replica) => world.DeliverAsync("chainwatcher", "chain", _id, SequenceOf(fact), fact, replica);

    /// <summary>An account with the para id.</summary>
    public static async Task<Guid> AccountOfParaAsync(OwnershipWorld world, uint para, uint corePeriods = 13)
    {
        var account = await world.AccountAsync($"Rollup {para}", corePeriods: corePeriods);
        (await world.Of<AccountDesk>().AddKeyAsync(OwnershipWorld.As(world.Hana), account, new(KeyKind.ParaId, Network, $"{para}"), CancellationToken.None)).OrThrow();
        return account;
    }

    /// <summary>Notes a chain account as typed, or as declared by the customer.</summary>
    public static async Task NoteAsync(OwnershipWorld world, Guid account, string publicKey, string? declaration)
    {
        AccountAddress.TryRead(publicKey, out var address);
        (await world.Of<ChainAccountDesk>().AddAsync(OwnershipWorld.As(world.Hana), account, address, declaration, null, CancellationToken.None)).OrThrow();
    }

    private static long SequenceOf(IMessage fact) => 1 + ((FactOrigin)fact.Descriptor.FindFieldByName("origin").Accessor.GetValue(fact)).EventIndex;

    private static WorkloadItem Works(uint task) => new() { Mask = "0xffffffffffffffffffff", Use = new() { Kind = CoreUseKind.Task, Task = task } };

    private static uint Relay(DateTimeOffset at) => (uint)(RelayBlock + ((at - OwnershipWorld.Start).Ticks / TimeSpan.FromSeconds(6).Ticks));

    private FactOrigin Origin(DateTimeOffset? at = null, string? chain = null)
    {
        var number = Interlocked.Increment(ref _facts);
        return new()
        {
            FactId = Guid.CreateVersion7().ToString(),
            Chain = chain ?? Name,
            Kind = chain is null ? ChainKind.Coretime : ChainKind.Relay,
            BlockNumber = (uint)(1_000_000 + number),
            BlockHash = Account(),
            EventIndex = (uint)number,
            OccurredAt = (at ?? world.Clock.Now).ToTimestamp(),
            RelayBlock = Relay(at ?? world.Clock.Now),
            Token = new() { Symbol = "DOT", Decimals = 10 },
        };
    }
}
